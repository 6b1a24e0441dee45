package lingdian.office.certificate;

import static lingdian.platform.text.HtmlText.escaped;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import lingdian.law.judge.Code;
import lingdian.office.api.PrintScript;
import lingdian.office.export.CodeNames;
import lingdian.record.evidence.CardTable;
import lingdian.record.evidence.SummaryWords;

/** A certificate as a page for people, Chinese first. It says what it does not cover as plainly as what it does. */
final class CertificatePage {
    private static final String STYLE = """
            body{font:15px/1.6 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:50em;margin:1em auto;padding:0 1em}
            table{border-collapse:collapse;width:100%;margin:.5em 0}th,td{border:1px solid #888;padding:.2em .5em;text-align:left;overflow-wrap:anywhere}
            th{background:#eee}.en{color:#555;font-size:85%}.number{white-space:nowrap}code{overflow-wrap:anywhere;font-size:85%}
            h1{font-size:26px;line-height:1.3}h2{font-size:19px;margin:1em 0 .2em}p{margin:.3em 0}
            @page{size:A4;margin:15mm}
            """ + CardTable.STYLE;

    private static final String BAR = """
            .bar{display:flex;justify-content:space-between;align-items:center;gap:8px}
            .bar a,.bar button{min-height:44px;padding:0 16px;display:flex;align-items:center;font:inherit}
            @media print{.bar{display:none}}
            """;

    /** For the header {@code Content-Security-Policy} of {@link #screen}. */
    static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; " + PrintScript.POLICY
            + "; frame-ancestors 'none'; base-uri 'none'";

    private static final String VIEWPORT = "<meta name=\"viewport\" content=\"width=device-width\">";
    private static final String UNHEARD =
            "<strong>本月没有收到任何数据,不能说明有无违规。</strong><span class=\"en\">Nothing was heard in this"
                    + " month: it does not show whether there were violations.</span> ";
    private static final int MINUTES_END = 16;
    private static final String CHINA = "+08:00";

    private static final List<String> FOUND = List.of(
            "线索 <span class=\"en\">Code</span>",
            "自 <span class=\"en\">From</span>",
            "至 <span class=\"en\">To</span>",
            "性质 <span class=\"en\">Standing</span>",
            "办理 <span class=\"en\">Case</span>");

    private final JsonObject certificate;

    CertificatePage(JsonObject certificate) {
        this.certificate = certificate;
    }

    String html() {
        return page("", "", "");
    }

    /** As a page of the service, with a way back and a button that prints. */
    String screen() {
        String bar = "<nav class=\"bar\"><a href=\"/cafes/" + escaped(text("placeCode"))
                + "\">‹ 返回场所 <span class=\"en\">Back to the café</span></a><button type=\"button\" id=\"print\">打印"
                + " <span class=\"en\">Print</span></button></nav>\n";
        return page(BAR, bar, "<script>" + PrintScript.TEXT + "</script>");
    }

    private String page(String style, String before, String after) {
        return "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">" + VIEWPORT
                + "<title>月度记录证明</title>\n<style>"
                + STYLE + style
                + "</style></head><body>\n" + before + "<h1>月度记录证明 <span class=\"en\">Monthly certificate</span></h1>\n"
                + head()
                + coverage()
                + found() + notFound() + limits() + check() + after + "</body></html>\n";
    }

    private String head() {
        return "<table>\n" + row("场所", "Café", text("name") + " " + text("placeCode"))
                + row("许可证号", "Licence", text("licence")) + row("月份", "Month", text("month"))
                + row("出具", "Issued by", issuedBy())
                + row("出具时间", "Issued at", time(text("madeAt")))
                + row(
                        "规则版本",
                        "Rules",
                        certificate.getJsonArray("rules").stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(", ")))
                + "</table>\n";
    }

    /** It has no seal: a machine issues it, and says so. */
    private String issuedBy() {
        String service = issuer().getString("service");
        return "零点监管系统自动出具 by the service itself" + (service == null ? "" : " " + service);
    }

    private JsonObject issuer() {
        return certificate.getJsonObject("issuer");
    }

    private String coverage() {
        JsonObject coverage = certificate.getJsonObject("coverage");
        JsonArray gaps = coverage.getJsonArray("gaps");
        String rows = gaps.stream()
                .map(JsonObject.class::cast)
                .map(gap -> "<tr><td>" + escaped(time(gap.getString("from"))) + "</td><td>"
                        + escaped(time(gap.getString("to")))
                        + "</td></tr>\n")
                .collect(Collectors.joining());
        return "<h2>记录覆盖 <span class=\"en\">Coverage</span></h2>\n<p>全月 " + coverage.getInteger("hours") + " 小时,收到记录的有 "
                + coverage.getInteger("hoursHeard") + " 小时(" + coverage.getInteger("daysHeard") + "/"
                + coverage.getInteger("days")
                + " 天)。" + (isUnheard() ? UNHEARD : "")
                + "没有记录的时段不在本证明范围内。<span class=\"en\">Hours without any record are not"
                + " covered.</span></p>\n"
                + (gaps.isEmpty()
                        ? ""
                        : "<table><tr><th>无记录自 <span class=\"en\">No record from</span></th><th>至 <span class=\"en\">to</span>"
                                + "</th></tr>\n" + rows + "</table>\n");
    }

    private String found() {
        int count = certificate.getInteger("count");
        return "<h2>发现的线索 <span class=\"en\">Found</span></h2>\n<p>共 " + count
                + " 条。线索经核查属实才成立。<span class=\"en\">A lead until a"
                + " person has confirmed it.</span></p>\n"
                + (count == 0
                        ? ""
                        : CardTable.html(
                                FOUND,
                                certificate.getJsonArray("found").stream()
                                        .map(JsonObject.class::cast)
                                        .map(CertificatePage::finding)));
    }

    private static List<String> finding(JsonObject finding) {
        return List.of(
                "<span>" + code(finding.getString("code")) + "</span>",
                escaped(time(finding.getString("startedAt"))),
                escaped(time(Objects.requireNonNullElse(finding.getString("endedAt"), "—"))),
                "<span>" + standing(finding.getString("standing")) + "</span>",
                "<span>" + named(SummaryWords.caseStep(finding.getString("case")), finding.getString("case"))
                        + outcomes(finding.getJsonObject("outcomes")) + "</span>");
    }

    /** What each authority found, for one may confirm what the other has dismissed. */
    private static String outcomes(JsonObject outcomes) {
        return outcomes.fieldNames().stream()
                .map(authority -> {
                    String outcome = outcomes.getString(authority);
                    return "<br>"
                            + named(
                                    CodeNames.of("authority", authority) + ":" + CodeNames.of("case-outcome", outcome),
                                    authority + ": " + outcome);
                })
                .collect(Collectors.joining());
    }

    /** Where nothing was heard, nothing could be found: it must not read as a month without violations. */
    private String notFound() {
        if (isUnheard()) {
            return "";
        }
        return "<h2>未发现 <span class=\"en\">Not found</span></h2>\n<p>"
                + certificate.getJsonArray("notFound").stream()
                        .map(one -> code(one.toString()))
                        .collect(Collectors.joining("、"))
                + "</p>\n";
    }

    private static String limits() {
        return "<h2>说明 <span class=\"en\">Limits</span></h2>\n<p>本证明依据场所端在收到记录的时段内上报的记录作出,不证明场所在其他时段守法,也不代替现场检查。<span"
                + " class=\"en\">It rests on what the café's agent reported in the hours that were heard. It does not show that the café"
                + " kept the law at other times, and replaces no inspection.</span></p>\n";
    }

    /** Whom to ask, and how to see that nothing was altered: a page without its archive proves nothing. */
    private String check() {
        String offices = issuer().getJsonArray("offices").stream()
                .map(JsonObject.class::cast)
                .map(CertificatePage::office)
                .collect(Collectors.joining("；"));
        return "<h2>核对 <span class=\"en\">How to check it</span></h2>\n<p>本证明由系统按记录自动出具,没有盖章。核对内容,请联系主管部门:"
                + (offices.isEmpty() ? "____________________ 电话 ____________________" : offices)
                + "。<span class=\"en\">A machine issued it, without a seal; ask the authorities named here about it.</span></p>\n"
                + "<p>证明没有被改动,用签名包(zip)核验:命令 <code>verify</code>;公钥指纹 <code>" + escaped(issuer().getString("key"))
                + "</code>,与另行取得的比对。<span class=\"en\">That nothing was altered is shown by the signed archive (zip) and the"
                + " command; compare the key's fingerprint with one that you obtained elsewhere.</span></p>\n";
    }

    private static String office(JsonObject office) {
        String telephone = office.getString("telephone");
        return escaped(office.getString("name"))
                + (telephone == null ? "" : " 电话 <span class=\"number\">" + escaped(telephone) + "</span>");
    }

    private static String row(String zh, String en, String value) {
        return "<tr><th>" + zh + " <span class=\"en\">" + en + "</span></th><td>" + escaped(value) + "</td></tr>\n";
    }

    private boolean isUnheard() {
        return certificate.getJsonObject("coverage").getInteger("hoursHeard") == 0;
    }

    /** To the minute, the time of day apart from the day; the offset only where it is not China's. */
    private static String time(String at) {
        if (at.length() < MINUTES_END) {
            return at;
        }
        String offset = at.substring(at.length() - CHINA.length());
        return at.substring(0, MINUTES_END).replace('T', ' ') + (offset.equals(CHINA) ? "" : " " + offset);
    }

    private static String standing(String word) {
        return named(CodeNames.of("standing", word), word);
    }

    private static String named(String name, String word) {
        return escaped(name) + " <span class=\"en\">" + escaped(word) + "</span>";
    }

    private static String code(String code) {
        return escaped(Code.chinese(code)) + " <span class=\"en\">" + escaped(code) + "</span>";
    }

    private String text(String field) {
        return certificate.getString(field);
    }
}
