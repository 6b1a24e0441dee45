package lingdian.feed.notification;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import lingdian.domain.ChinaTime;
import lingdian.feed.notification.CaseNotice.CaseLine;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** Writes news of cases in the format of its receiver. */
final class CaseMessages {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("MM-dd HH:mm").withZone(ChinaTime.ZONE);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd");
    private static final int LINES_MAX = 10;
    /** Where an operator sees what must be corrected. */
    static final String OWN_PAGE = "/my-cafe";

    private final @Nullable String publicUrl;

    /** @param publicUrl where browsers reach the service; if null, links are paths, and robots get no links */
    CaseMessages(@Nullable String publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** @param now the time of this attempt */
    WebhookRequest of(
            Format format, URI url, @Nullable String secret, Wording wording, CaseNotice notice, Instant now) {
        var written = new WebhookFormats.Written(
                notice.id(),
                "lingdian.cases.changed",
                () -> data(notice),
                () -> title(notice, wording),
                between -> text(notice, wording, between));
        return WebhookFormats.of(format, url, secret, written, now);
    }

    private JsonObject data(CaseNotice notice) {
        var cases = new JsonArray();
        var violations = new JsonArray();
        for (CaseLine line : notice.lines()) {
            JsonObject json = new JsonObject()
                    .put("id", line.id().toString())
                    .put("at", Rfc3339.format(line.at(), ChinaTime.ZONE));
            if (line.isCase()) {
                cases.add(json.put("step", line.step()));
                if (line.correctBy() != null) {
                    json.put("correctBy", line.correctBy().toString()).put("link", link(line));
                }
            } else {
                violations.add(
                        json.put("code", line.code()).put("case", line.step()).put("link", link(line)));
            }
        }
        return new JsonObject()
                .put("placeCode", notice.placeCode().value())
                .put("cafe", notice.cafe())
                .put("count", notice.count())
                .put("cases", cases)
                .put("violations", violations);
    }

    private static String title(CaseNotice notice, Wording wording) {
        return wording.say("notice.cases", WebhookFormats.plain(notice.cafe()), notice.count());
    }

    private String text(CaseNotice notice, Wording wording, String separator) {
        List<String> lines = new ArrayList<>();
        lines.add("**" + title(notice, wording) + "**");
        lines.add(notice.placeCode().value());
        List<CaseLine> told = notice.lines();
        List<CaseLine> latest = told.subList(Math.max(0, told.size() - LINES_MAX), told.size());
        latest.forEach(line -> lines.add(line(line, wording)));
        int left = notice.count() - latest.size();
        if (left > 0) {
            lines.add(wording.say("notice.more", left));
        }
        return String.join(separator, lines);
    }

    private String line(CaseLine line, Wording wording) {
        String said = "> " + CLOCK.format(line.at()) + " " + said(line, wording);
        return publicUrl == null || line.isCase() && line.correctBy() == null
                ? said
                : said + " [" + wording.say("notice.open") + "](" + link(line) + ")";
    }

    private static String said(CaseLine line, Wording wording) {
        String code = line.code();
        if (code != null) {
            return wording.sayWord("code", code) + " · " + wording.sayWord("case", line.step());
        }
        return line.correctBy() == null
                ? wording.say("notice.case") + " · " + wording.sayWord("case-step", line.step())
                : wording.say("notice.correct-by", DAY.format(line.correctBy()));
    }

    private String link(CaseLine line) {
        return (publicUrl == null ? "" : publicUrl) + (line.isCase() ? OWN_PAGE : "/violations/" + line.id());
    }
}
