package lingdian.office.returns;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.law.returns.CountyProgress;
import lingdian.law.returns.ReturnPeriod;
import lingdian.platform.text.Rfc3339;

/**
 * How far counties are towards a target.
 *
 * @param counties those with cafés or inspections
 */
record TargetProgress(Target target, ReturnPeriod period, Map<RegionCode, CountyProgress> counties) {
    private static final int WHOLE = 100;

    TargetProgress {
        counties = Map.copyOf(counties);
    }

    static JsonObject json(Target target) {
        return new JsonObject()
                .put("setBy", target.region().value())
                .put("kind", target.kind().wire())
                .put("every", target.every().wire())
                .put("percent", target.percent())
                .put("at", Rfc3339.format(target.at(), ChinaTime.ZONE));
    }

    JsonObject json(RegionCode county, LocalDate today) {
        CountyProgress progress = counties.getOrDefault(county, CountyProgress.NONE);
        return new JsonObject()
                .put("setBy", target.region().value())
                .put("kind", target.kind().wire())
                .put("every", target.every().wire())
                .put("percent", target.percent())
                .put("period", period.name())
                .put("from", period.from().toString())
                .put("to", period.to().toString())
                .put("elapsedPercent", elapsedPercent(today))
                .put("region", county.value())
                .put("cafes", progress.cafes())
                .put("required", progress.required(target.percent()))
                .put("reached", progress.reached())
                .put("reachedPercent", progress.percent())
                .put("unnamed", progress.unnamed())
                .put(
                        "state",
                        progress.state(target.percent(), period.isOver(today)).wire())
                .put("cautions", new JsonArray(progress.cautions()));
    }

    /** Of the period's days, today included. */
    private long elapsedPercent(LocalDate today) {
        if (!period.hasBegun(today)) {
            return 0;
        }
        LocalDate last = period.isOver(today) ? period.to() : today;
        long days = ChronoUnit.DAYS.between(period.from(), last) + 1;
        return WHOLE * days / (ChronoUnit.DAYS.between(period.from(), period.to()) + 1);
    }
}
