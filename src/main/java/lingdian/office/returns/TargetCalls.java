package lingdian.office.returns;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import lingdian.office.api.ApiOperation;
import lingdian.office.api.ApiRequest;
import lingdian.office.query.JsonValues;
import org.jspecify.annotations.Nullable;

/** The operations on targets, as pages call them. */
public final class TargetCalls {
    private static final ApiOperation<Targets> LIST = new ApiOperation<>("listTargets", Targets::of);
    private static final ApiOperation<JsonObject> SET = ApiOperation.unread("setTarget");

    private TargetCalls() {}

    /**
     * The targets of a region, and how far its counties are.
     *
     * @param region that was asked for
     */
    public record Targets(String region, LocalDate day, List<Setting> settings, List<County> counties) {
        public Targets {
            settings = List.copyOf(settings);
            counties = List.copyOf(counties);
        }

        private static Targets of(JsonObject json) {
            return new Targets(
                    json.getString("region"),
                    JsonValues.day(json, "day"),
                    JsonValues.all(json, "targets", Setting::of),
                    JsonValues.all(json, "items", County::of));
        }

        /** Those of one target. */
        public List<County> counties(Setting setting) {
            return counties.stream()
                    .filter(one -> one.setting().equals(setting))
                    .toList();
        }
    }

    /**
     * A target.
     *
     * @param setBy the region whose office set it
     * @param kind {@code inspected} or {@code drawn}
     * @param every {@code month}, {@code quarter}, {@code half-year} or {@code year}
     */
    public record Setting(String setBy, String kind, String every, int percent) {
        private static Setting of(JsonObject json) {
            return new Setting(
                    json.getString("setBy"),
                    json.getString("kind"),
                    json.getString("every"),
                    json.getInteger("percent"));
        }
    }

    /** @param part of the period's days that have begun, in percent */
    public record Span(String period, LocalDate from, LocalDate to, int part) {
        private static Span of(JsonObject json) {
            return new Span(
                    json.getString("period"),
                    JsonValues.day(json, "from"),
                    JsonValues.day(json, "to"),
                    json.getInteger("elapsedPercent"));
        }
    }

    /**
     * How far a county is towards a target.
     *
     * @param percent null where it has no cafés
     */
    public record County(
            Setting setting,
            Span span,
            String region,
            long cafes,
            long required,
            long reached,
            @Nullable Integer percent,
            long unnamed,
            String state,
            List<String> cautions) {
        public County {
            cautions = List.copyOf(cautions);
        }

        private static County of(JsonObject json) {
            return new County(
                    Setting.of(json),
                    Span.of(json),
                    json.getString("region"),
                    json.getLong("cafes"),
                    json.getLong("required"),
                    json.getLong("reached"),
                    json.getInteger("reachedPercent"),
                    json.getLong("unnamed"),
                    json.getString("state"),
                    JsonValues.texts(json, "cautions"));
        }
    }

    /**
     * @param day empty: today
     * @param region empty: the account's own
     */
    public static ApiRequest<Targets> list(String day, String region) {
        return LIST.request().query("day", day).query("region", region);
    }

    /** @param percent null: the target ends */
    public static ApiRequest<JsonObject> set(String kind, String every, @Nullable Integer percent) {
        return SET.request()
                .body(new JsonObject().put("kind", kind).put("every", every).put("percent", percent));
    }
}
