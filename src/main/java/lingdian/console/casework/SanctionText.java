package lingdian.console.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Collectors;
import lingdian.console.frame.Words;
import lingdian.office.casework.CaseProgress.Sanctioned;
import lingdian.platform.PageTimes;
import org.jspecify.annotations.Nullable;

/** Sanctions in words. */
final class SanctionText {
    private SanctionText() {}

    static String all(List<Sanctioned> sanctions, Words words, PageTimes times) {
        return sanctions.stream()
                .map(one -> one(words, times, one.kind(), one.yuan(), one.from(), one.to()))
                .collect(Collectors.joining("；"));
    }

    static String all(JsonArray sanctions, Words words, PageTimes times) {
        return sanctions.stream()
                .map(JsonObject.class::cast)
                .map(one -> one(
                        words,
                        times,
                        one.getString("kind"),
                        one.getLong("yuan"),
                        time(one.getString("from")),
                        time(one.getString("to"))))
                .collect(Collectors.joining("；"));
    }

    private static @Nullable OffsetDateTime time(@Nullable String text) {
        return text == null ? null : OffsetDateTime.parse(text);
    }

    private static String one(
            Words words,
            PageTimes times,
            String kind,
            @Nullable Long yuan,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime to) {
        String name = words.sayWord("sanction", kind);
        if (yuan != null) {
            return words.say("case.fine-of", name, Long.toString(yuan));
        }
        return from == null || to == null
                ? name
                : words.say("case.suspended", name, times.moment(from), times.moment(to));
    }
}
