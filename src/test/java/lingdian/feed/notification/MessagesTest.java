package lingdian.feed.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import lingdian.console.Console;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.ViolationId;
import lingdian.law.hours.Area;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The requests that are sent, compared with the receivers' documentation. */
class MessagesTest {
    private static final Instant NOW = Instant.parse("2026-07-10T16:10:00Z");
    private static final UUID ID = new UUID(1, 2);
    private static final PlaceCode CAFE = new PlaceCode("36048110000001");
    private static final String STANDARD_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String DINGTALK_SECRET = "SEC0123456789";
    private static final URI HOOK = URI.create("https://hooks.example/a?key=k");

    @Test
    void aProgramIsToldInJsonWithASignature() {
        WebhookRequest message = message(Format.STANDARD, STANDARD_SECRET, notice("星海网吧", 2, 0), "zh");
        String body = message.body();

        assertThat(message.url()).isEqualTo(HOOK);
        assertThat(message.reading()).isNull();
        assertThat(message.headers())
                .containsEntry("webhook-id", ID.toString())
                .containsEntry("webhook-timestamp", Long.toString(NOW.getEpochSecond()))
                .containsEntry(
                        "webhook-signature",
                        Signatures.standard(STANDARD_SECRET, ID.toString(), NOW.getEpochSecond(), body))
                .hasSize(3);
        assertThat(new JsonObject(body)).isEqualTo(new JsonObject("""
                {"type": "lingdian.violations.found", "timestamp": "2026-07-11T00:10:00+08:00", "data": {
                  "placeCode": "36048110000001", "cafe": "星海网吧", "count": 2, "codes": {"OVERTIME_OPERATION": 2},
                  "violations": [
                    {"id": "00000000-0000-0000-0000-000000000000", "code": "OVERTIME_OPERATION", "standing": "fact",
                     "startedAt": "2026-07-11T00:00:00+08:00", "detectedAt": "2026-07-11T00:10:00+08:00",
                     "link": "https://lingdian.example/violations/00000000-0000-0000-0000-000000000000"},
                    {"id": "00000000-0000-0000-0000-000000000001", "code": "OVERTIME_OPERATION", "standing": "fact",
                     "startedAt": "2026-07-11T00:00:00+08:00", "detectedAt": "2026-07-11T00:10:00+08:00",
                     "link": "https://lingdian.example/violations/00000000-0000-0000-0000-000000000001"}]}}
                """));
    }

    @Test
    void aRobotOfWeComIsToldInMarkdown() {
        WebhookRequest message = message(Format.WECOM, null, notice("星海网吧", 2, 3), "zh");

        assertThat(message.url()).isEqualTo(HOOK);
        assertThat(message.headers()).isEmpty();
        assertThat(message.reading()).isNotNull();
        assertThat(new JsonObject(message.body()))
                .isEqualTo(new JsonObject()
                        .put("msgtype", "markdown")
                        .put("markdown", new JsonObject().put("content", """
                                **星海网吧：发现 5 条违规**
                                36048110000001
                                > 07-11 00:00 超时营业 · 事实 [查看](https://lingdian.example/violations/00000000-0000-0000-0000-000000000000)
                                > 07-11 00:00 超时营业 · 事实 [查看](https://lingdian.example/violations/00000000-0000-0000-0000-000000000001)
                                另有 3 条""")));
    }

    @Test
    void aRobotOfDingTalkIsToldInMarkdownUnderASignedAddress() {
        WebhookRequest message = message(Format.DINGTALK, DINGTALK_SECRET, notice("Star", 1, 0), "en");
        String query = message.url().getRawQuery();
        JsonObject body = new JsonObject(message.body());

        assertThat(query).startsWith("key=k&timestamp=" + NOW.toEpochMilli() + "&sign=");
        assertThat(URLDecoder.decode(query.substring(query.indexOf("sign=") + 5), StandardCharsets.UTF_8))
                .isEqualTo(Signatures.dingTalk(DINGTALK_SECRET, NOW.toEpochMilli()));
        assertThat(body.getString("msgtype")).isEqualTo("markdown");
        assertThat(body.getJsonObject("markdown").getString("title")).isEqualTo("Star: 1 violation found");
        assertThat(body.getJsonObject("markdown").getString("text"))
                .isEqualTo("**Star: 1 violation found**\n\n36048110000001\n\n> 07-11 00:00 Open past closing · Fact"
                        + " [Open](https://lingdian.example/violations/00000000-0000-0000-0000-000000000000)");
    }

    @Test
    void aLongNightFitsWhatARobotTakes() {
        WebhookRequest message = message(Format.WECOM, null, notice("名".repeat(500), 200, 1_000), "zh");
        String content =
                new JsonObject(message.body()).getJsonObject("markdown").getString("content");

        assertThat(content.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4_096);
        assertThat(content).contains("发现 1,200 条违规", "另有 1,190 条");
    }

    @Test
    void anOutageListsItsCafesByNameAndCode() {
        String content = new JsonObject(
                        message(Format.WECOM, null, outage(2), "zh").body())
                .getJsonObject("markdown")
                .getString("content");

        assertThat(content).isEqualTo("""
                **瑞昌市：2 家场所同时静默，可能是线路中断**
                360481
                > 07-10 23:55 %1$s1 36048110000001
                > 07-10 23:55 %1$s2 36048110000002""".formatted("名".repeat(39)));
    }

    @Test
    void aProgramIsToldTheCountyOfAnOutage() {
        JsonObject data = new JsonObject(message(Format.STANDARD, STANDARD_SECRET, outage(2), "zh")
                        .body())
                .getJsonObject("data");

        assertThat(data.getString("region")).isEqualTo("360481");
        assertThat(data.getString("explained")).isEqualTo("probable-outage");
        assertThat(data.getInteger("count")).isEqualTo(2);
        assertThat(data.getJsonArray("violations").stream().map(one -> ((JsonObject) one).getString("placeCode")))
                .containsExactly("36048110000001", "36048110000002");
    }

    @Test
    void aLargeOutageFitsWhatARobotTakes() {
        String content = new JsonObject(
                        message(Format.WECOM, null, outage(200), "zh").body())
                .getJsonObject("markdown")
                .getString("content");

        assertThat(content.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4_096);
        assertThat(content).contains("200 家场所", "另有 180 条");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STANDARD")
    void aCafesNameMakesNoLink(Format format) {
        WebhookRequest message =
                message(format, DINGTALK_SECRET, notice("[x](https://evil.example)<@all>\n# a", 1, 0), "zh");

        assertThat(message.body()).doesNotContain("[x]", "(https://evil", "<@", "# a");
    }

    private static WebhookRequest message(Format format, @Nullable String secret, Notice notice, String language) {
        return new Messages("https://lingdian.example", county -> "瑞昌市")
                .of(format, HOOK, secret, Console.wording(language), notice, NOW);
    }

    private static Notice notice(String cafe, int violations, int more) {
        List<Notice.Line> lines = IntStream.range(0, violations)
                .mapToObj(i -> new Notice.Line(
                        new ViolationId(new UUID(0, i)),
                        "OVERTIME_OPERATION",
                        "fact",
                        NOW.minusSeconds(600),
                        NOW,
                        CAFE,
                        cafe))
                .toList();
        return new Notice(ID, new Area.Cafe(CAFE), lines, more);
    }

    private static Notice outage(int cafes) {
        List<Notice.Line> lines = IntStream.rangeClosed(1, cafes)
                .mapToObj(i -> new Notice.Line(
                        new ViolationId(new UUID(0, i)),
                        "MEASURES_STOPPED",
                        "suspicion",
                        NOW.minusSeconds(900),
                        NOW,
                        new PlaceCode("36048110%06d".formatted(i)),
                        "名".repeat(39) + i % 10))
                .toList();
        return new Notice(ID, new Area.Region(new RegionCode("360481")), lines, 0);
    }
}
