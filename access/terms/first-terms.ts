import type { Terms } from "./terms.ts";

/** The terms a new installation begins with, in plain words; the operator publishes a version of its own later. */
export const firstTerms: Terms["text"] = {
  vi: `## Về dịch vụ
Wi-Fi công cộng miễn phí cho mọi người dân và du khách, do tỉnh cung cấp. Không cần trả tiền, không có quảng cáo. Mỗi người có một lượng dùng; dùng hết thì mạng chậm lại hoặc chỉ còn các trang dịch vụ công, đến kỳ sau lại đủ.

## Xin hãy
Không dùng mạng này để làm điều pháp luật cấm, phá hoại hay quấy rối người khác. Đây là mạng mở: khi nhập mật khẩu hay chuyển tiền, hãy dùng trang có “https” hoặc mạng di động của bạn. Trẻ em hỏi cha mẹ trước.

## Chúng tôi giữ gì
Số điện thoại (được mã hóa), địa chỉ thiết bị, nơi và giờ kết nối, lượng dữ liệu đã dùng. Chúng tôi không xem bạn đọc trang nào, không đọc nội dung và không bán thông tin.

## Để làm gì, bao lâu
Để cho bạn vào mạng, giữ mạng an toàn và làm đúng pháp luật. Nhật ký kết nối giữ 12 tháng; số điện thoại được xóa sau 12 tháng không dùng.

## Ai có thể nhận
Nhà cung cấp tin nhắn SMS (chỉ số điện thoại và tin nhắn) và cơ quan có thẩm quyền khi có yêu cầu đúng luật.

## Quyền của bạn
Bạn có quyền xem, sửa, xóa thông tin của mình hoặc rút lại đồng ý bất cứ lúc nào, tại bộ phận một cửa của xã, phường. Nếu không đồng ý, bạn vẫn mở được Cổng Dịch vụ công Quốc gia.`,
  en: `## About the service
Free public Wi-Fi for residents and visitors, provided by the province. Nothing to pay, no advertising. Each person has an allowance; when it is used up the connection gets slower or opens public service pages only, and it is full again in the next period.

## Please
Do not use this network for anything unlawful, to do harm or to harass. It is an open network: for passwords and payments use pages with “https” or your mobile network. Children ask a parent first.

## What we keep
Your phone number (encrypted), your device’s address, where and when you connect, and how much data you use. We do not look at which pages you visit, do not read content and do not sell anything.

## Why, and how long
To let you online, to keep the network safe and to obey the law. Connection records are kept for 12 months; your number is erased after 12 months without use.

## Who may receive it
The SMS provider (your number and the message only), and authorities on a lawful request.

## Your rights
You may see, correct or erase what we keep, or withdraw your consent, at any time at the one-stop desk of any commune or ward. If you do not agree, you can still open the National Public Service Portal.`,
};
