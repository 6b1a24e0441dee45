package lingdian.feed.notification;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.law.hours.Area;
import lingdian.law.judge.Explanation;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/**
 * Writes a notice in the format of its receiver: code, café, time, standing and a link, without names of persons, masked
 * or not. An outage lists its cafés by name and code.
 */
final class Messages {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("MM-dd HH:mm").withZone(ChinaTime.ZONE);
    /** WeCom's robot accepts 4,096 bytes, and nobody reads more lines in a chat. */
    private static final int LINES_MAX = 10;
    /** Without a link, a café takes less. */
    private static final int CAFES_MAX = 20;

    private final @Nullable String publicUrl;
    private final Function<RegionCode, String> regions;

    /**
     * @param publicUrl where browsers reach the service; if null, links are paths, and robots get no links
     * @param regions the names of counties
     */
    Messages(@Nullable String publicUrl, Function<RegionCode, String> regions) {
        this.publicUrl = publicUrl;
        this.regions = regions;
    }

    /**
     * The request that delivers a notice.
     *
     * @param secret of the target; null for WeCom
     * @param now the time of this attempt
     */
    WebhookRequest of(Format format, URI url, @Nullable String secret, Wording wording, Notice notice, Instant now) {
        var written = new WebhookFormats.Written(
                notice.id(),
                "lingdian.violations.found",
                () -> found(notice),
                () -> title(notice, wording),
                between -> text(notice, wording, between));
        return WebhookFormats.of(format, url, secret, written, now);
    }

    private JsonObject found(Notice notice) {
        var codes = new TreeMap<String, Integer>();
        var violations = new JsonArray();
        for (Notice.Line line : notice.violations()) {
            codes.merge(line.code(), 1, Integer::sum);
            JsonObject violation = new JsonObject()
                    .put("id", line.id().toString())
                    .put("code", line.code())
                    .put("standing", line.standing())
                    .put("startedAt", Rfc3339.format(line.startedAt(), ChinaTime.ZONE))
                    .put("detectedAt", Rfc3339.format(line.detectedAt(), ChinaTime.ZONE))
                    .put("link", (publicUrl == null ? "" : publicUrl) + path(line));
            violations.add(
                    notice.area() instanceof Area.Cafe
                            ? violation
                            : violation
                                    .put("placeCode", line.placeCode().value())
                                    .put("cafe", line.cafe()));
        }
        var byCode = new JsonObject();
        codes.forEach(byCode::put);
        return about(notice).put("count", notice.count()).put("codes", byCode).put("violations", violations);
    }

    private static JsonObject about(Notice notice) {
        return switch (notice.area()) {
            case Area.Cafe cafe ->
                new JsonObject().put("placeCode", cafe.placeCode().value()).put("cafe", notice.cafe());
            case Area.Region county ->
                new JsonObject()
                        .put("region", county.code().value())
                        .put("explained", Explanation.PROBABLE_OUTAGE.wire());
        };
    }

    private String title(Notice notice, Wording wording) {
        return switch (notice.area()) {
            case Area.Cafe ignored -> wording.say("notice.title", WebhookFormats.plain(notice.cafe()), notice.count());
            case Area.Region county -> wording.say("notice.outage", regions.apply(county.code()), notice.count());
        };
    }

    private String text(Notice notice, Wording wording, String separator) {
        List<String> lines = new ArrayList<>();
        lines.add("**" + title(notice, wording) + "**");
        lines.add(notice.area().text());
        boolean outage = notice.area() instanceof Area.Region;
        List<Notice.Line> told = notice.violations();
        List<Notice.Line> latest =
                told.subList(Math.max(0, told.size() - (outage ? CAFES_MAX : LINES_MAX)), told.size());
        latest.forEach(line -> lines.add(outage ? cafe(line) : line(line, wording)));
        int left = notice.count() - latest.size();
        if (left > 0) {
            lines.add(wording.say("notice.more", left));
        }
        return String.join(separator, lines);
    }

    private String line(Notice.Line line, Wording wording) {
        String said = "> " + CLOCK.format(line.startedAt()) + " " + wording.sayWord("code", line.code()) + " · "
                + wording.sayWord("standing", line.standing());
        return publicUrl == null
                ? said
                : said + " [" + wording.say("notice.open") + "](" + publicUrl + path(line) + ")";
    }

    private static String cafe(Notice.Line line) {
        return "> " + CLOCK.format(line.startedAt()) + " " + WebhookFormats.plain(line.cafe()) + " " + line.placeCode();
    }

    private static String path(Notice.Line line) {
        return "/violations/" + line.id();
    }
}
