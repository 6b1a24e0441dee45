package lingdian.feed.notification;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import lingdian.feed.notification.ReminderStore.Line;
import org.jspecify.annotations.Nullable;

/** Writes reminders in the format of their receiver. */
final class ReminderMessages {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MM-dd");
    private static final String APPROVALS = "/approvals";
    /** In the order of the page. */
    private static final List<String> KINDS = List.of("unmaskings", "recordRequests", "legalHolds");

    private final @Nullable String publicUrl;

    /** @param publicUrl where browsers reach the service; if null, links are paths, and robots get no links */
    ReminderMessages(@Nullable String publicUrl) {
        this.publicUrl = publicUrl;
    }

    /**
     * Of requests that wait for a decision.
     *
     * @param id of the delivery
     * @param waiting the number of requests by kind
     * @param now the time of this attempt
     */
    WebhookRequest approvals(
            Format format,
            URI url,
            @Nullable String secret,
            Wording wording,
            UUID id,
            Map<String, Long> waiting,
            Instant now) {
        String title = wording.say(
                "notice.approvals",
                waiting.values().stream().mapToLong(Long::longValue).sum());
        var written = new WebhookFormats.Written(
                id,
                "lingdian.approvals.waiting",
                () -> data(waiting),
                () -> title,
                between -> text(waiting, title, wording, between));
        return WebhookFormats.of(format, url, secret, written, now);
    }

    /** Of cases that are due. */
    WebhookRequest deadlines(
            Format format, URI url, @Nullable String secret, Wording wording, DueNotice notice, Instant now) {
        var written = new WebhookFormats.Written(
                notice.id(),
                "lingdian.cases.due",
                () -> data(notice),
                () -> title(notice, wording),
                between -> text(notice, wording, between));
        return WebhookFormats.of(format, url, secret, written, now);
    }

    private JsonObject data(Map<String, Long> waiting) {
        var json = new JsonObject();
        KINDS.forEach(kind -> json.put(kind, waiting.getOrDefault(kind, 0L)));
        return json.put("link", link(APPROVALS));
    }

    private JsonObject data(DueNotice notice) {
        var cases = new JsonArray();
        for (Line line : notice.due().lines()) {
            cases.add(new JsonObject()
                    .put("id", line.id().toString())
                    .put("placeCode", line.placeCode().value())
                    .put("cafe", line.cafe())
                    .put("step", line.step())
                    .put("due", line.due().toString())
                    .put("link", link(path(notice, line))));
        }
        return new JsonObject()
                .put("today", notice.due().today())
                .put("overdue", notice.due().overdue())
                .put(
                        "links",
                        new JsonObject()
                                .put("today", link(notice.path("due-today")))
                                .put("overdue", link(notice.path("overdue"))))
                .put("cases", cases);
    }

    private String text(Map<String, Long> waiting, String title, Wording wording, String separator) {
        List<String> lines = new ArrayList<>();
        lines.add("**" + title + "**");
        KINDS.stream()
                .filter(waiting::containsKey)
                .forEach(kind ->
                        lines.add("> " + wording.say("notice.approvals." + kind, waiting.getOrDefault(kind, 0L))));
        if (publicUrl != null) {
            lines.add(link(wording.say("notice.open"), APPROVALS));
        }
        return String.join(separator, lines);
    }

    private String text(DueNotice notice, Wording wording, String separator) {
        List<String> lines = new ArrayList<>();
        lines.add("**" + title(notice, wording) + "**");
        notice.due().lines().forEach(line -> lines.add(line(notice, line, wording)));
        long left = notice.due().today()
                + notice.due().overdue()
                - notice.due().lines().size();
        if (left > 0) {
            lines.add(wording.say("notice.more", left));
        }
        if (publicUrl != null) {
            lines.add(link(wording.say("notice.deadlines.overdue"), notice.path("overdue")) + " "
                    + link(wording.say("notice.deadlines.today"), notice.path("due-today")));
        }
        return String.join(separator, lines);
    }

    private static String title(DueNotice notice, Wording wording) {
        return wording.say(
                notice.ofOperator() ? "notice.corrections" : "notice.deadlines",
                notice.due().overdue(),
                notice.due().today());
    }

    private String line(DueNotice notice, Line line, Wording wording) {
        String said = "> " + DAY.format(line.due()) + " " + WebhookFormats.plain(line.cafe()) + " · "
                + wording.sayWord("case-step", line.step());
        return publicUrl == null ? said : said + " " + link(wording.say("notice.open"), path(notice, line));
    }

    private static String path(DueNotice notice, Line line) {
        return notice.ofOperator() ? CaseMessages.OWN_PAGE : "/cases/" + line.id();
    }

    private String link(String text, String path) {
        return "[" + text + "](" + publicUrl + path + ")";
    }

    private String link(String path) {
        return (publicUrl == null ? "" : publicUrl) + path;
    }
}
