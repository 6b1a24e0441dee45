package lingdian.console.frame;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import lingdian.office.casework.CaseProgress.Sanctioned;
import lingdian.office.casework.SanctionHelpDetail;
import lingdian.platform.text.PageTimes;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** Sanctions in words. */
public final class SanctionText {
    private SanctionText() {}

    public static String all(List<Sanctioned> sanctions, Words words, PageTimes times) {
        return sanctions.stream()
                .map(one -> one(words, times, one.kind(), one.yuan(), one.from(), one.to()))
                .collect(Collectors.joining("；"));
    }

    /** As a case's history has them, in which there may be any spelling of a time that the API takes. */
    public static String all(JsonArray sanctions, Words words, PageTimes times) {
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

    /** The sanctions of a tier, with their bounds. */
    public static String all(List<SanctionHelpDetail.Measure> measures, Words words) {
        return measures.stream().map(one -> one(one, words)).collect(Collectors.joining("；"));
    }

    private static String one(SanctionHelpDetail.Measure measure, Words words) {
        String name = words.sayWord("sanction", measure.kind());
        if (measure.toYuan() != null) {
            Integer from = measure.fromYuan();
            return from == null || from == 0
                    ? words.say("tier.fine-to", name, measure.toYuan())
                    : words.say("tier.fine", name, from, measure.toYuan());
        }
        if (measure.fromDays() == null) {
            return name;
        }
        if (measure.fromDays().equals(measure.toDays())) {
            return words.say("tier.days-exact", name, measure.fromDays());
        }
        return measure.toDays() == null
                ? words.say("tier.days-from", name, measure.fromDays())
                : words.say("tier.days", name, measure.fromDays(), measure.toDays());
    }

    private static @Nullable OffsetDateTime time(@Nullable String text) {
        return text == null ? null : Rfc3339.written(text).atOffset(ZoneOffset.UTC);
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
