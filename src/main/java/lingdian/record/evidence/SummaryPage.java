package lingdian.record.evidence;

import static lingdian.platform.text.HtmlText.escaped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lingdian.law.hours.Interval;
import lingdian.law.judge.Aside;
import lingdian.law.judge.Code;
import lingdian.law.statute.LawText;
import lingdian.platform.text.HtmlText;
import lingdian.platform.text.Rfc3339;
import lingdian.record.evidence.EvidenceStore.Seat;
import lingdian.record.evidence.ProvenPieces.Proven;
import org.jspecify.annotations.Nullable;

/**
 * The bundle as a page for people: the finding, the law, the records, and the list of seats to take to the café.
 *
 * <p>Chinese first. It says 线索, a lead, until a person has confirmed it: only an inspection convicts (handbook,
 * law.md#from-a-lead-to-a-case).
 */
final class SummaryPage {
    private static final int BLANK_SEATS = 10;
    private static final String SHORTENED =
            "<p>条文有省略,不是全文。<span class=\"en\">Shortened; not the whole article.</span></p>";
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String STYLE = """
            body{font:15px/1.5 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:60em;margin:1em auto;padding:0 1em}
            table{border-collapse:collapse;width:100%;margin:.5em 0}th,td{border:1px solid #888;padding:.2em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}
            th{background:#eee}code{word-break:break-all;font-size:85%}.en{color:#555;font-size:85%}
            h1{font-size:24px;line-height:1.3}blockquote{margin:.5em 0 .5em 1em}ul{padding-left:1.2em}
            """ + CardTable.STYLE;

    private final EvidenceExport.Contents contents;
    private final ObjectNode violation;

    SummaryPage(EvidenceExport.Contents contents) {
        this.contents = contents;
        this.violation = contents.violation();
    }

    String html() {
        String title = escaped(Code.chinese(text("code")));
        return "<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width\"><title>违规线索证据包 " + title
                + "</title>\n<style>" + STYLE + "</style></head><body>\n"
                + "<h1>违规线索证据包:" + title + " <span class=\"en\">Evidence of a lead: " + escaped(text("code"))
                + "</span></h1>\n"
                + sentence(title) + leftOut() + facts() + law() + hours() + elsewhere() + records() + seats()
                + officersWork() + proof()
                + "</body></html>\n";
    }

    /** The subject, in words that can be read out. */
    private String sentence(String title) {
        String ended = violation.hasNonNull("endedAt") ? "至 " + time("endedAt") : "起,尚未结束";
        return "<p>" + escaped(contents.cafe().name()) + "(" + escaped(text("placeCode")) + "),"
                + escaped(time("startedAt")) + " " + escaped(ended) + ":" + title + "(" + standing() + ")。</p>\n";
    }

    private String leftOut() {
        return isForTheCafe()
                ? "<p>本证据包供本场所使用,不含其他场所的记录,也不含执法机关的检查和照片。<span class=\"en\">Made for the café: other cafés'"
                        + " records and the authorities' inspections and photographs are left out.</span></p>\n"
                : "";
    }

    /** Photographs, and the list to fill in during an inspection. */
    private String officersWork() {
        return isForTheCafe() ? "" : photographs() + visit();
    }

    private boolean isForTheCafe() {
        return contents.reader() == BundleReader.CAFE;
    }

    private String facts() {
        var rows = new LinkedHashMap<String, String>();
        rows.put("场所 Café", contents.cafe().name());
        rows.put("场所编码 Place code", text("placeCode"));
        rows.put("许可证号 Licence", contents.cafe().licence());
        rows.put("地址 Address", orDash(contents.cafe().address()));
        rows.put("性质 Standing", standing());
        rows.put("开始 Started", time("startedAt"));
        rows.put("结束 Ended", violation.hasNonNull("endedAt") ? time("endedAt") : "尚未结束 still open");
        rows.put("发现 Detected", time("detectedAt") + (violation.path("late").asBoolean() ? " 迟到的记录 late" : ""));
        if (violation.hasNonNull("seconds")) {
            rows.put(
                    "时长、人次、峰值 Minutes, sessions, peak",
                    violation.path("seconds").asLong() / 60 + " · " + text("sessions") + " · " + text("peak"));
        }
        if (violation.path("peers").isObject()) {
            rows.put("与其他场所比较 Compared with others", peers(violation.path("peers")));
        }
        rows.put("终端 Terminal", terminals());
        rows.put("人员 Person", person());
        rows.put("办理 Case", SummaryWords.caseStep(text("case")));
        rows.put(
                "近十二个月同类属实次数 Confirmed before, 12 months",
                Long.toString(contents.known().confirmed()));
        rows.put("场所端 Agent", agent());
        rows.put("线索编号 Id", text("id"));
        String body = rows.entrySet().stream()
                .map(row -> "<tr><th>" + escaped(row.getKey()) + "</th><td>" + escaped(row.getValue()) + "</td></tr>\n")
                .collect(Collectors.joining());
        return "<table>" + body + "</table>\n<p>本证据包为线索,须经现场检查核实后方可认定。"
                + "<span class=\"en\">A lead until a person confirms it on the spot.</span></p>\n";
    }

    private static String peers(JsonNode peers) {
        return peers.path("figure").asText() + " " + peers.path("value").asText() + "; 中位数 median of "
                + peers.path("cafes").asText() + " (" + peers.path("region").asText() + ") "
                + peers.path("median").asText() + "; z " + peers.path("score").asText() + "; n "
                + peers.path("logins").asText();
    }

    /** The one terminal, or how many were used without a login, the most of them at once, and which. */
    private String terminals() {
        JsonNode all = violation.path("terminals");
        if (!all.isObject()) {
            return orDash(violation.path("terminal").textValue());
        }
        String ids = StreamSupport.stream(all.path("ids").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(" "));
        String cut = all.path("count").asInt() > all.path("ids").size() ? " …" : "";
        return all.path("count").asText() + " 台 (同时最多 at once " + text("peak") + "): " + ids + cut;
    }

    /** The agent's program, on how many of the licensed terminals it is installed, and the error of its clock. */
    private String agent() {
        Aside.Greeted hello = contents.known().hello();
        if (hello == null) {
            return "—";
        }
        Integer licensed = contents.cafe().terminals();
        return orDash(hello.agent()) + " · 终端 terminals " + orDash(Objects.toString(hello.terminals(), null)) + "/"
                + orDash(Objects.toString(licensed, null)) + " · "
                + SummaryWords.clock(EvidenceExport.clockAheadMillis(hello)) + " · " + at(hello.at());
    }

    private String standing() {
        return switch (text("standing")) {
            case "fact" -> "事实:记录属实即构成";
            case "suspicion" -> "嫌疑:须现场核实";
            default -> "提示:仅供参考";
        };
    }

    private String person() {
        JsonNode person = violation.path("person");
        return person.isObject()
                ? orDash(person.path("name").textValue()) + " "
                        + SummaryWords.documentType(
                                person.path("document").path("type").asText())
                        + " " + orDash(person.path("document").path("number").textValue())
                : "—";
    }

    private String law() {
        String laws = contents.known().law().stream().map(SummaryPage::law).collect(Collectors.joining());
        return "<h2>法律依据 <span class=\"en\">Law</span></h2><ul>" + laws + "</ul><p>规则版本 Rule version: "
                + escaped(text("ruleVersion")) + "</p>\n";
    }

    private static String law(LawText law) {
        String wording = law.wording();
        return "<li>" + escaped(law.text()) + "(" + escaped(law.revision()) + ")"
                + (wording == null ? "" : "<blockquote>" + escaped(wording) + "</blockquote>")
                + (law.isShortened() ? SHORTENED : "") + (law.checked() == null ? unchecked(law) : "") + "</li>";
    }

    private static String unchecked(LawText law) {
        String how = switch (law.standing()) {
            case CONFIRMED -> "条文取自公开镜像,";
            case SECOND_HAND -> "据他处引用,未见原文,";
            case TO_BE_CHECKED -> "待核实,";
        };
        return "<p>" + how + "未与国家法律法规数据库核对。<span class=\"en\">Not compared with the official database.</span></p>";
    }

    private String hours() {
        PermittedHours permitted = contents.hours().permitted();
        Stream<List<String>> rows = permitted.intervals().stream().map(one -> row(at(one.from()), at(one.to())));
        return table("准予营业时间 <span class=\"en\">Permitted hours then</span>", List.of("开始 From", "结束 To"), rows)
                + hoursLeftOut(permitted.leftOut());
    }

    private String hoursLeftOut(@Nullable Interval leftOut) {
        return leftOut == null
                ? ""
                : "<p>" + at(leftOut.from()) + " 至 " + at(leftOut.to()) + " 的准予营业时间未列出。<span class=\"en\">Those from "
                        + at(leftOut.from()) + " to " + at(leftOut.to()) + " are not listed.</span></p>\n";
    }

    private String elsewhere() {
        long hidden = stream(violation.path("evidence"))
                .filter(entry -> entry.path("elsewhere").asBoolean())
                .count();
        if (hidden == 0) {
            return "";
        }
        return isForTheCafe()
                ? "<p>另有 " + hidden + " 处记录属于其他场所,未列出。<span class=\"en\">" + hidden
                        + " sources belong to other cafés and are not shown.</span></p>\n"
                : "<p>另有 " + hidden + " 处记录在本辖区之外,未列出。<span class=\"en\">" + hidden
                        + " sources lie outside the reader's scope and are not shown.</span></p>\n";
    }

    private String records() {
        return table(
                "证明记录 <span class=\"en\">Records that prove it</span>",
                List.of("场所 Café", "序号 No.", "生效 Effective", "收到 Received", "事件 Event", "答复 Answer", "规则版本 Rules"),
                contents.proven().stream().flatMap(this::records));
    }

    private Stream<List<String>> records(Proven proven) {
        return proven.piece().links().stream()
                .filter(RecordsPart.Shown.class::isInstance)
                .map(link -> ((RecordsPart.Shown) link).record())
                .map(record -> row(
                        proven.piece().placeCode().value(),
                        Long.toString(record.seq()),
                        at(record.effectiveAt()),
                        at(record.receivedAt()),
                        SummaryWords.event(record.shown()),
                        SummaryWords.answer(record.outcome()),
                        orDash(record.rules())));
    }

    private String seats() {
        Stream<List<String>> rows = contents.seats().stream()
                .map(seat -> row(
                        seat.terminal(),
                        seat.session(),
                        at(seat.from()),
                        seat.to() == null ? "使用中 open" : at(seat.to()),
                        seat.inferredEnd() ? "推定 inferred" : ""));
        return table(
                "期间上网记录 <span class=\"en\">Sessions within it, at most " + EvidenceStore.SESSIONS_MAX + "</span>",
                List.of("终端 Seat", "记录 Session", "开始 From", "结束 To", "备注 Note"),
                rows);
    }

    /** For the inspection: face, card and screen are compared seat by seat. */
    private String visit() {
        var seats = new TreeSet<String>();
        contents.seats().stream().map(Seat::terminal).forEach(seats::add);
        Stream<String> blank = Stream.generate(() -> "").limit(BLANK_SEATS);
        String rows = Stream.concat(seats.stream(), blank)
                .map(seat -> "<tr><td>" + escaped(seat) + "</td><td></td><td></td><td></td><td></td></tr>\n")
                .collect(Collectors.joining());
        return "<h2>现场核对表 <span class=\"en\">Seat list for the visit</span></h2><table><tr><th>终端 Seat</th><th>有人 Present</th>"
                + "<th>人证一致 Face and card</th><th>登记一致 Registered</th><th>备注 Note</th></tr>\n" + rows
                + "</table>\n<p>检查人员(两人)Officers: ____________ ____________ 日期 Date: ____________</p>\n";
    }

    private String photographs() {
        if (contents.photographs().isEmpty()) {
            return "";
        }
        Stream<List<String>> rows = contents.photographs().stream()
                .map(one -> row(
                        one.link().inspection().toString(),
                        Integer.toString(one.link().photo()),
                        one.link().type() + ", " + one.link().bytes(),
                        HexFormat.of().formatHex(one.link().sealedHash())));
        return table(
                "现场照片 <span class=\"en\">Photographs of its inspections, once finished</span>",
                List.of("检查 Inspection", "照片 No.", "类型、字节数 Type, bytes", "密文杂凑值 Hash of the sealed file"),
                rows);
    }

    private String proof() {
        Stream<List<String>> rows = contents.proven().stream()
                .map(one -> row(
                        one.piece().placeCode().value(),
                        Long.toString(one.checkpoint().body().number()),
                        at(one.checkpoint().body().madeAt()),
                        one.checkpoint().body().hash(),
                        one.checkpoint().key().toString()));
        return table(
                        "证明 <span class=\"en\">Proof</span>",
                        List.of("场所 Café", "检查点 Checkpoint", "时间 Made", "杂凑值 Hash", "签名公钥 Key"),
                        rows)
                + "<p>用自行从平台下载的 verify.html(离线)或命令 <code>verify bundle.zip</code> 核验,不要用包内的 verify.html:"
                + "伪造的证据包会带有伪造的核验页。制作时间 "
                + escaped(at(Rfc3339.written(contents.madeAt())))
                + " <span class=\"en\">Check it offline with a verify.html that you downloaded from the service, or with the"
                + " command, and not with the page in here, which a forger would replace. Compare the key's fingerprint"
                + " with one that you obtained elsewhere.</span></p>\n";
    }

    private static String table(String title, List<String> heads, Stream<List<String>> rows) {
        return "<h2>" + title + "</h2>" + CardTable.html(heads, rows);
    }

    private static List<String> row(String... cells) {
        return Stream.of(cells).map(HtmlText::escaped).toList();
    }

    private String at(@Nullable Instant instant) {
        return instant == null ? "—" : SECOND.format(instant.atZone(contents.zone()));
    }

    /** As the data has it to the microsecond, for people to the second. */
    private String time(String field) {
        return at(Rfc3339.written(text(field)));
    }

    private String text(String field) {
        return violation.path(field).asText();
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "—" : text;
    }
}
