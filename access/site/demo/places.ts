import type { NasKind } from "../../vendors/vendors.ts";

/** A public place of the demonstration, beside the communes' counters. */
export type Place = {
  /** short, unique, in the letters of a slug */
  readonly code: string;
  /** GSO code of the unit it lies in */
  readonly commune: string;
  readonly name: string;
  readonly accessPoints: number;
  readonly kind: NasKind;
};

type Row = readonly [code: string, commune: string, name: string, accessPoints: number, kind: NasKind];

const CENTRES: readonly Row[] = [
  ["trung-tam-hcc-dong-hoi", "18880", "Trung tâm Phục vụ hành chính công tỉnh — Đồng Hới", 6, "coovachilli"],
  ["trung-tam-hcc-dong-ha", "19333", "Trung tâm Phục vụ hành chính công tỉnh — Đông Hà", 6, "coovachilli"],
];

const TOURISM: readonly Row[] = [
  ["thanh-co", "19360", "Thành cổ Quảng Trị", 10, "mikrotik"],
  ["hien-luong", "19501", "Cầu Hiền Lương – sông Bến Hải", 8, "mikrotik"],
  ["vinh-moc", "19414", "Địa đạo Vịnh Mốc", 6, "mikrotik"],
  ["bien-cua-tung", "19414", "Bãi biển Cửa Tùng", 8, "generic"],
  ["bien-cua-viet", "19496", "Bãi biển Cửa Việt", 8, "generic"],
  ["cang-cua-viet", "19496", "Cảng Cửa Việt", 6, "mikrotik"],
  ["dao-con-co", "19742", "Đảo Cồn Cỏ", 6, "coovachilli"],
  ["ta-con", "19429", "Sân bay Tà Cơn – Khe Sanh", 8, "mikrotik"],
  ["nghia-trang-truong-son", "19537", "Nghĩa trang liệt sĩ quốc gia Trường Sơn", 10, "mikrotik"],
  ["la-vang", "19702", "Thánh địa La Vang", 10, "generic"],
  ["phong-nha", "19138", "Phong Nha – Kẻ Bàng", 16, "coovachilli"],
  ["dong-thien-duong", "19138", "Động Thiên Đường", 6, "coovachilli"],
  ["bien-nhat-le", "18880", "Bãi biển Nhật Lệ", 14, "coovachilli"],
  ["quang-truong-nhat-le", "18880", "Quảng trường biển Nhật Lệ", 12, "generic"],
  ["thanh-dong-hoi", "18880", "Thành cổ Đồng Hới", 6, "mikrotik"],
  ["vung-chua", "19021", "Vũng Chùa – Đảo Yến", 8, "generic"],
  ["cua-khau-lao-bao", "19432", "Cửa khẩu quốc tế Lao Bảo", 10, "mikrotik"],
  ["cua-khau-la-lay", "19594", "Cửa khẩu quốc tế La Lay", 6, "mikrotik"],
  ["cua-khau-cha-lo", "18904", "Cửa khẩu quốc tế Cha Lo", 6, "mikrotik"],
  ["song-hieu", "19333", "Công viên bờ sông Hiếu", 6, "generic"],
];

const EVERYDAY: readonly Row[] = [
  ["ga-dong-ha", "19333", "Ga Đông Hà", 5, "mikrotik"],
  ["ga-dong-hoi", "18880", "Ga Đồng Hới", 6, "mikrotik"],
  ["san-bay-dong-hoi", "18859", "Cảng hàng không Đồng Hới", 8, "coovachilli"],
  ["ben-xe-dong-ha", "19333", "Bến xe Đông Hà", 4, "mikrotik"],
  ["ben-xe-dong-hoi", "18880", "Bến xe Đồng Hới", 4, "mikrotik"],
  ["ben-xe-ba-don", "19009", "Bến xe Ba Đồn", 3, "generic"],
  ["ben-xe-khe-sanh", "19429", "Bến xe Khe Sanh", 3, "generic"],
  ["ben-xe-lao-bao", "19432", "Bến xe Lao Bảo", 3, "generic"],
  ["benh-vien-dong-ha", "19351", "Bệnh viện Đa khoa tỉnh — Đông Hà", 8, "coovachilli"],
  ["benh-vien-dong-hoi", "18880", "Bệnh viện Hữu nghị Việt Nam – Cuba Đồng Hới", 8, "coovachilli"],
  ["benh-vien-ba-don", "19009", "Bệnh viện Bắc Quảng Bình — Ba Đồn", 5, "coovachilli"],
  ["benh-vien-vinh-linh", "19363", "Trung tâm Y tế Vĩnh Linh", 4, "mikrotik"],
  ["cho-dong-ha", "19333", "Chợ Đông Hà", 6, "generic"],
  ["cho-dong-hoi", "18880", "Chợ Đồng Hới", 4, "generic"],
  ["cho-lao-bao", "19432", "Chợ Lao Bảo", 4, "generic"],
  ["cho-ba-don", "19009", "Chợ Ba Đồn", 4, "generic"],
  ["cong-vien-fidel", "19333", "Công viên Fidel", 5, "mikrotik"],
  ["cong-vien-le-duan", "19333", "Công viên Lê Duẩn", 4, "mikrotik"],
  ["cong-vien-cau-rong", "18880", "Công viên Cầu Rồng", 4, "generic"],
  ["thu-vien-tinh", "19333", "Thư viện tỉnh — Đông Hà", 3, "coovachilli"],
  ["nha-van-hoa-kieu", "19567", "Nhà văn hóa cộng đồng Ba Lòng", 3, "mikrotik"],
  ["phong-trinh-dien", "19333", "Sở Khoa học và Công nghệ — phòng trình diễn (gói 20 MB)", 3, "coovachilli"],
];

/** Code of the showroom, where the visitor's plan is so small that its end can be watched. */
export const SHOWROOM = "phong-trinh-dien";

/** The 44 places beside the communes' counters. */
export const PLACES: readonly Place[] = [...CENTRES, ...TOURISM, ...EVERYDAY].map(
  ([code, commune, name, accessPoints, kind]) => ({ code, commune, name, accessPoints, kind }),
);
