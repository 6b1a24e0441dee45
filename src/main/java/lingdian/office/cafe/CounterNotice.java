package lingdian.office.cafe;

import static lingdian.platform.text.HtmlText.escaped;

import lingdian.domain.Authority;
import lingdian.office.api.PrintScript;
import lingdian.office.document.CompetentOffices;
import lingdian.office.document.OfficeStore.OfficeContact;
import org.jspecify.annotations.Nullable;

/**
 * The notice for a café's counter that tells guests what is registered about them, why, for how long, and how they ask for
 * it or have it corrected (个人信息保护法 17, 44 to 46; Order 363, Art. 23). One sheet of A4 in Chinese.
 */
final class CounterNotice {
    static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; " + PrintScript.POLICY;

    private static final String STYLE = """
            body{font:16px/1.8 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:42em;margin:1.5em auto;padding:0 1em}
            h1{text-align:center;font-size:26px}h2{font-size:18px;margin:1em 0 .2em}p{margin:.2em 0}
            @page{size:A4;margin:15mm}
            table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3em .5em .3em 0;vertical-align:bottom}th{white-space:nowrap}
            @media screen and (max-width:40em){tr,th,td{display:block;padding:0}th{padding-top:.5em}}
            .blank{display:inline-block;min-width:7em;border-bottom:1px solid}
            .bar{display:flex;justify-content:space-between;align-items:center;gap:8px}
            .bar a,.bar button{min-height:44px;padding:0 16px;display:flex;align-items:center;font:inherit}
            @media print{.bar{display:none}}
            """;

    private static final String BLANK = "<span class=\"blank\">&nbsp;</span>";

    private CounterNotice() {}

    static String html(Cafe cafe, CompetentOffices offices) {
        return "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width\"><title>上网实名登记告知书</title>\n<style>"
                + STYLE
                + "</style></head><body>\n"
                + "<nav class=\"bar\"><a href=\"/cafes/" + cafe.placeCode()
                + "\">‹ 返回场所</a><button type=\"button\" id=\"print\">打印</button></nav>\n<h1>上网实名登记个人信息处理告知书</h1>\n"
                + part(
                        "一、由谁登记",
                        escaped(cafe.name()) + "（场所编码 " + cafe.placeCode() + "）" + contact(cafe.contact())
                                + "。登记信息按规定接入上网服务营业场所监管平台，由文化市场执法和公安机关在各自职责范围内使用。")
                + part("二、登记什么", "有效身份证件的类型、号码、姓名，上网的终端和起止时间；部分证件还包括出生日期和有效期。" + "使用国家网络身份认证的，不登记证件号码和姓名。")
                + part(
                        "三、为什么登记",
                        "《互联网上网服务营业场所管理条例》第二十三条要求核对、登记上网消费者的有效身份证件并记录有关上网信息；"
                                + "《个人信息保护法》第十三条第一款第三项规定，为履行法定义务所必需的，不需取得个人同意。不登记的，本场所不能提供上网服务。")
                + part("四、怎样保管", "证件号码和姓名加密保存，工作人员平时只能看到遮盖后的内容；查看完整内容须说明理由，并留下记录。")
                + part("五、保存多久", "登记内容和记录备份保存不少于60日，期满后按日删除；涉及违法线索的，依法保存至案件办结。")
                + part(
                        "六、您的权利",
                        "您可以查阅、复制与您有关的登记，发现有误的可以要求更正。请携带本人有效身份证件，向本场所或者当地公安机关网安部门提出；" + "由公安机关核对后答复或者更正，办理情况会留下记录。")
                + part("七、未成年人", "未成年人不得进入本场所（《未成年人保护法》第五十八条）。")
                + "<h2>八、联系电话</h2>\n<table>\n"
                + telephone("本场所", cafe.name(), cafe.contact().telephone())
                + telephone("公安机关", offices.of(Authority.PUBLIC_SECURITY))
                + telephone("文化市场执法", offices.of(Authority.CULTURE))
                + "</table>\n"
                + "<script>" + PrintScript.TEXT + "</script></body></html>\n";
    }

    private static String telephone(String who, @Nullable OfficeContact office) {
        return office == null ? telephone(who, null, null) : telephone(who, office.name(), office.telephone());
    }

    /** What nobody entered is a line to be filled in by hand. */
    private static String telephone(String who, @Nullable String name, @Nullable String number) {
        return "<tr><th>" + who + "</th><td>" + written(name) + "</td><td>电话 " + written(number) + "</td></tr>\n";
    }

    private static String written(@Nullable String text) {
        return text == null || text.isEmpty() ? BLANK : escaped(text);
    }

    private static String contact(Cafe.Contact contact) {
        return contact.telephone() == null ? "" : "，电话 " + escaped(contact.telephone());
    }

    private static String part(String title, String text) {
        return "<h2>" + title + "</h2>\n<p>" + text + "</p>\n";
    }
}
