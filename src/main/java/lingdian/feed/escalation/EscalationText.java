package lingdian.feed.escalation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lingdian.domain.ChinaTime;
import lingdian.feed.escalation.EscalationOutboxStore.LeasedMessage;
import lingdian.feed.escalation.EscalationOutboxStore.Line;
import lingdian.feed.notification.WebhookFormats;
import lingdian.feed.notification.Wording;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** What is told: café and code, begin and a link; never a guest, masked or not. */
final class EscalationText {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("MM-dd HH:mm").withZone(ChinaTime.ZONE);
    private static final int LINES_MAX = 10;

    private final @Nullable String publicUrl;
    private final Wording wording;

    /** @param publicUrl where browsers reach the service; if null, links are paths, and persons get no links */
    EscalationText(@Nullable String publicUrl, Wording wording) {
        this.publicUrl = publicUrl;
        this.wording = wording;
    }

    String title(LeasedMessage message) {
        return wording.say(
                "escalation.title",
                WebhookFormats.plain(message.cafe()),
                message.violations().size());
    }

    /** For a robot. */
    String lines(LeasedMessage message, List<Line> facts, String separator) {
        var lines = new ArrayList<String>();
        lines.add("**" + title(message) + "**");
        lines.add(message.placeCode().value());
        latest(facts)
                .forEach(fact ->
                        lines.add("> " + CLOCK.format(fact.startedAt()) + " " + wording.sayWord("code", fact.code())));
        if (publicUrl != null && !facts.isEmpty()) {
            lines.add("[" + wording.say("notice.open") + "](" + publicUrl + path(facts.getLast()) + ")");
        }
        return String.join(separator, lines);
    }

    /** For a telephone: one sentence. */
    String sentence(LeasedMessage message, List<Line> facts) {
        String codes = facts.stream()
                .map(Line::code)
                .distinct()
                .limit(LINES_MAX)
                .map(code -> wording.sayWord("code", code))
                .collect(Collectors.joining("、"));
        String since = facts.isEmpty() ? "" : CLOCK.format(facts.getFirst().startedAt());
        return wording.say(
                "escalation.sentence",
                WebhookFormats.plain(message.cafe()),
                message.placeCode().value(),
                codes,
                since);
    }

    /** For a program. */
    JsonObject data(LeasedMessage message, List<Line> facts) {
        var violations = new JsonArray();
        facts.forEach(fact -> violations.add(new JsonObject()
                .put("id", fact.id().toString())
                .put("code", fact.code())
                .put("startedAt", Rfc3339.format(fact.startedAt(), ChinaTime.ZONE))
                .put("link", (publicUrl == null ? "" : publicUrl) + path(fact))));
        return new JsonObject()
                .put("placeCode", message.placeCode().value())
                .put("cafe", message.cafe())
                .put("authority", message.authority().wire())
                .put("step", message.step())
                .put("count", message.violations().size())
                .put("violations", violations);
    }

    private static List<Line> latest(List<Line> facts) {
        return facts.subList(Math.max(0, facts.size() - LINES_MAX), facts.size());
    }

    private static String path(Line fact) {
        return "/violations/" + fact.id();
    }
}
