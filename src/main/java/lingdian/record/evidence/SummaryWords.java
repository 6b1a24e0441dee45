package lingdian.record.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The API's words in Chinese, for the page of a bundle that people read; its data files keep the words themselves. */
public final class SummaryWords {
    private static final long HALF_A_SECOND = 500;
    private static final String DASH = "—";

    private static final Map<String, String> CASES = Map.of(
            "new", "未处理",
            "acknowledged", "已受理",
            "dispatched", "已派员",
            "confirmed", "属实",
            "dismissed", "不属实",
            "unverifiable", "无法查证",
            "closed", "已结案");

    private static final Map<String, String> EVENTS = Map.of(
            "opened", "场所端连接",
            "closed", "场所端断开",
            "invalid", "格式不正确的上报",
            "login", "上机",
            "logout", "下机",
            "heartbeat", "场所端报告在用终端",
            "patrol", "场内巡查");

    private static final Map<String, String> REASONS = Map.of(
            "document-malformed", "证件号码不合规则",
            "document-expired", "证件已过期",
            "under-age", "未满十八周岁",
            "not-registered", "未经实名登记",
            "name-mismatch", "姓名与登记不符",
            "document-revoked", "证件已挂失或作废",
            "in-use-elsewhere", "同一人已在别处上网",
            "outside-hours", "不在营业时间内",
            "cafe-suspended", "场所停业或许可证失效",
            "verification-unavailable", "核验暂不可用");

    /** The two of nearly all guests; the others are named by their code (config/document-types.csv). */
    private static final Map<String, String> DOCUMENTS = Map.of("111", "居民身份证", "112", "临时居民身份证");

    private SummaryWords() {}

    /** What a guest showed: a code alone tells nobody anything. */
    static String documentType(String code) {
        return DOCUMENTS.getOrDefault(code, "证件类型代码 document type " + code);
    }

    public static String caseStep(String word) {
        return CASES.getOrDefault(word, word);
    }

    /** What was reported, at which terminal, and the café's own decision. */
    static String event(String json) {
        JsonNode event = read(json);
        String type = event.path("type").asText();
        Stream<String> parts = Stream.of(
                EVENTS.getOrDefault(type, type),
                event.path("terminal").asText(),
                event.path("admitted").isBoolean() ? event.path("admitted").asBoolean() ? "场所准予上机" : "场所未准上机" : "");
        return parts.filter(part -> !part.isEmpty()).collect(Collectors.joining(" · "));
    }

    /** What the service answered. */
    static String answer(@Nullable String json) {
        if (json == null) {
            return DASH;
        }
        JsonNode answer = read(json);
        if (!answer.path("allow").isBoolean()) {
            return "未予采用";
        }
        String reasons = StreamSupport.stream(answer.path("reasons").spliterator(), false)
                .map(JsonNode::asText)
                .map(one -> REASONS.getOrDefault(one, one))
                .collect(Collectors.joining("、"));
        return (answer.path("allow").asBoolean() ? "准予上机" : "不准上机") + (reasons.isEmpty() ? "" : ":" + reasons);
    }

    /** The error of the clock of the café's computer, to the second. */
    static String clock(long aheadMillis) {
        Duration error = Duration.ofMillis(aheadMillis);
        long seconds = error.abs().plusMillis(HALF_A_SECOND).toSeconds();
        return seconds == 0
                ? "时钟准确 clock right"
                : error.isNegative() ? "时钟慢 " + seconds + " 秒 clock slow" : "时钟快 " + seconds + " 秒 clock fast";
    }

    private static JsonNode read(String json) {
        return EvidenceJson.object(json.getBytes(StandardCharsets.UTF_8));
    }
}
