/** What a unit below the province is; the word stands before its name. */
export type CommuneRank = "ward" | "commune" | "special-zone";

/** One of the 78 units of Quảng Trị since July 2025. */
export type Commune = {
  /** code of the General Statistics Office, five digits */
  readonly code: string;
  readonly rank: CommuneRank;
  readonly name: string;
  /** centroid, degrees */
  readonly latitude: number;
  readonly longitude: number;
};

type Row = readonly [code: string, rank: CommuneRank, name: string, latitude: number, longitude: number];

const ROWS: readonly Row[] = [
  ["18859", "ward", "Đồng Thuận", 17.4958, 106.5902],
  ["18871", "ward", "Đồng Sơn", 17.4296, 106.5489],
  ["18880", "ward", "Đồng Hới", 17.4527, 106.6312],
  ["19009", "ward", "Ba Đồn", 17.763, 106.4091],
  ["19066", "ward", "Bắc Gianh", 17.7364, 106.4546],
  ["19333", "ward", "Đông Hà", 16.802, 107.0714],
  ["19351", "ward", "Nam Đông Hà", 16.8001, 107.1064],
  ["19360", "ward", "Quảng Trị", 16.6781, 107.1451],
  ["19742", "special-zone", "Cồn Cỏ", 17.1588, 107.3394],
  ["18901", "commune", "Minh Hóa", 17.8486, 105.9497],
  ["18904", "commune", "Dân Hóa", 17.8259, 105.7347],
  ["18919", "commune", "Tân Thành", 17.8924, 105.842],
  ["18922", "commune", "Kim Điền", 17.7428, 105.8611],
  ["18943", "commune", "Kim Phú", 17.6715, 105.9909],
  ["18949", "commune", "Đồng Lê", 17.9452, 105.9906],
  ["18952", "commune", "Tuyên Sơn", 18.0335, 105.8991],
  ["18958", "commune", "Tuyên Lâm", 17.967, 105.7614],
  ["18985", "commune", "Tuyên Phú", 17.8673, 106.1157],
  ["18991", "commune", "Tuyên Bình", 17.8659, 106.213],
  ["18997", "commune", "Tuyên Hóa", 17.7723, 106.2057],
  ["19021", "commune", "Phú Trạch", 17.9319, 106.3868],
  ["19030", "commune", "Trung Thuần", 17.8399, 106.3377],
  ["19033", "commune", "Hòa Trạch", 17.8763, 106.384],
  ["19051", "commune", "Tân Gianh", 17.785, 106.3224],
  ["19057", "commune", "Quảng Trạch", 17.8039, 106.411],
  ["19075", "commune", "Nam Ba Đồn", 17.727, 106.313],
  ["19093", "commune", "Nam Gianh", 17.7175, 106.3865],
  ["19111", "commune", "Hoàn Lão", 17.5675, 106.5093],
  ["19126", "commune", "Bắc Trạch", 17.6789, 106.4302],
  ["19138", "commune", "Phong Nha", 17.6381, 106.2355],
  ["19141", "commune", "Bố Trạch", 17.5385, 106.4109],
  ["19147", "commune", "Thượng Trạch", 17.4607, 106.1836],
  ["19159", "commune", "Đông Trạch", 17.6348, 106.4923],
  ["19198", "commune", "Nam Trạch", 17.4925, 106.5077],
  ["19204", "commune", "Trường Sơn", 17.2539, 106.4576],
  ["19207", "commune", "Quảng Ninh", 17.3871, 106.6154],
  ["19225", "commune", "Ninh Châu", 17.3449, 106.7129],
  ["19237", "commune", "Trường Ninh", 17.2982, 106.6588],
  ["19246", "commune", "Lệ Ninh", 17.2369, 106.6972],
  ["19249", "commune", "Lệ Thủy", 17.2346, 106.7672],
  ["19255", "commune", "Cam Hồng", 17.2731, 106.7967],
  ["19288", "commune", "Sen Ngư", 17.1708, 106.9155],
  ["19291", "commune", "Tân Mỹ", 17.1515, 106.8502],
  ["19309", "commune", "Trường Phú", 17.1679, 106.7622],
  ["19318", "commune", "Kim Ngân", 17.0619, 106.6455],
  ["19363", "commune", "Vĩnh Linh", 17.0782, 106.9559],
  ["19366", "commune", "Bến Quan", 16.9663, 106.8429],
  ["19372", "commune", "Vĩnh Hoàng", 17.0979, 107.0276],
  ["19405", "commune", "Vĩnh Thủy", 17.0042, 106.9823],
  ["19414", "commune", "Cửa Tùng", 17.0447, 107.0854],
  ["19429", "commune", "Khe Sanh", 16.622, 106.7486],
  ["19432", "commune", "Lao Bảo", 16.636, 106.6332],
  ["19435", "commune", "Hướng Lập", 16.8967, 106.6002],
  ["19441", "commune", "Hướng Phùng", 16.7622, 106.6691],
  ["19462", "commune", "Tân Lập", 16.5759, 106.7077],
  ["19483", "commune", "A Dơi", 16.4952, 106.7699],
  ["19489", "commune", "Lìa", 16.5021, 106.6883],
  ["19495", "commune", "Gio Linh", 16.9254, 107.0861],
  ["19496", "commune", "Cửa Việt", 16.906, 107.144],
  ["19501", "commune", "Bến Hải", 16.9722, 107.0544],
  ["19537", "commune", "Cồn Tiên", 16.8824, 106.8963],
  ["19555", "commune", "Hướng Hiệp", 16.745, 106.8262],
  ["19564", "commune", "Đakrông", 16.5802, 106.9026],
  ["19567", "commune", "Ba Lòng", 16.6266, 107.0173],
  ["19588", "commune", "Tà Rụt", 16.4539, 107.0011],
  ["19594", "commune", "La Lay", 16.3718, 107.0423],
  ["19597", "commune", "Cam Lộ", 16.7517, 106.9489],
  ["19603", "commune", "Hiếu Giang", 16.8277, 106.9767],
  ["19624", "commune", "Triệu Phong", 16.7144, 107.1267],
  ["19639", "commune", "Nam Cửa Việt", 16.8527, 107.2064],
  ["19645", "commune", "Triệu Bình", 16.8252, 107.1669],
  ["19654", "commune", "Triệu Cơ", 16.7946, 107.2532],
  ["19669", "commune", "Ái Tử", 16.7446, 107.0896],
  ["19681", "commune", "Diên Sanh", 16.6722, 107.2579],
  ["19699", "commune", "Vĩnh Định", 16.7543, 107.2778],
  ["19702", "commune", "Hải Lăng", 16.6587, 107.1787],
  ["19735", "commune", "Nam Hải Lăng", 16.6172, 107.2635],
  ["19741", "commune", "Mỹ Thủy", 16.7439, 107.3397],
];

/** The wards, communes and the special zone of Quảng Trị, with their centroids. */
export const COMMUNES: readonly Commune[] = ROWS.map(([code, rank, name, latitude, longitude]) => ({
  code,
  rank,
  name,
  latitude,
  longitude,
}));

/** The word Vietnamese puts before the name of such a unit. */
export const RANK_WORD: Readonly<Record<CommuneRank, string>> = {
  ward: "Phường",
  commune: "Xã",
  "special-zone": "Đặc khu",
};
