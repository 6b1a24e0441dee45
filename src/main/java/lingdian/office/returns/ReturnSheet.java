package lingdian.office.returns;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import lingdian.domain.RegionCode;
import lingdian.law.returns.CountyReturn;
import lingdian.law.returns.CountyReturns;
import lingdian.law.returns.ReturnColumn;
import lingdian.law.returns.ReturnFigure;
import lingdian.law.returns.ReturnForm;
import lingdian.law.returns.ReturnPeriod;
import org.jspecify.annotations.Nullable;

/**
 * One return, as it is shown: that of a county with its rows as they are now, or the sum of what the counties of a region submitted.
 *
 * @param formVersion of the forms
 * @param campaign its name; null: the period is part of the calendar
 * @param counties the one, or all of the region that have cafés or submitted
 * @param submissions of a county all versions, else the newest of each county; the newest first
 */
record ReturnSheet(
        ReturnQuery query,
        ReturnForm form,
        String formVersion,
        @Nullable String campaign,
        CountyReturns counties,
        List<Submission> submissions) {
    private static final JsonArray NONE = new JsonArray();

    JsonObject json(LocalDate today) {
        JsonObject json = period(query.period(), campaign, today)
                .put("accumulatedFrom", query.period().accumulatedFrom().toString())
                .put("authority", query.authority().wire())
                .put("region", query.region().value())
                .put("level", query.isOfCounty() ? "county" : "sum")
                .put("form", formVersion)
                .put("title", json(form.title()))
                .put("columns", array(form.columns(), this::column));
        if (query.isOfCounty()) {
            return json.put(
                            "submission",
                            submissions.isEmpty()
                                    ? null
                                    : submissions.getFirst().outline())
                    .put("submissions", array(submissions, Submission::json))
                    .put("counties", NONE)
                    .put("missing", NONE);
        }
        Map<RegionCode, Submission> newest =
                submissions.stream().collect(Collectors.toMap(Submission::county, Function.identity()));
        return json.putNull("submission")
                .put("submissions", NONE)
                .put("counties", array(counties.counties(), one -> county(one, newest.get(one.county()))))
                .put("missing", array(counties.missing(), RegionCode::value));
    }

    static JsonObject period(ReturnPeriod period, @Nullable String campaign, LocalDate today) {
        return new JsonObject()
                .put("period", period.name())
                .put("kind", period.kind().wire())
                .put("campaign", campaign)
                .put("from", period.from().toString())
                .put("to", period.to().toString())
                .put("over", period.isOver(today));
    }

    private JsonObject column(ReturnColumn column) {
        boolean recorded = column.count().rows().isPresent();
        ReturnFigure counted = recorded ? counties.counted(column.id()) : null;
        ReturnFigure submitted = counties.submitted().isEmpty()
                ? null
                : counties.submitted(column.id()).orElse(null);
        ReturnFigure shown = query.isOfCounty() || !recorded ? counted : counties.sum(column.id());
        return new JsonObject()
                .put("id", column.id())
                .put("heading", json(column.heading()))
                .put("unit", column.unit())
                .put("count", column.count().wire())
                .put("standing", column.standing().wire())
                .put("thisPeriod", shown == null ? null : shown.thisPeriod())
                .put("accumulated", shown == null ? null : shown.accumulated())
                .put("counted", counted == null ? null : Submission.json(counted))
                .put("submitted", submitted == null ? null : Submission.json(submitted))
                .put("changed", counties.hasChanged(column.id()))
                .put("rows", recorded ? links(column) : null);
    }

    private JsonObject links(ReturnColumn column) {
        return new JsonObject()
                .put("thisPeriod", link(column, ""))
                .put("accumulated", link(column, "&accumulated=true"));
    }

    /** A sum is of what was submitted, so its rows are those of the counties that did. */
    private String link(ReturnColumn column, String accumulated) {
        return "/api/v1/returns/" + query.period().name() + "/rows?column=" + column.id() + "&region="
                + query.region().value() + accumulated + (query.isOfCounty() ? "" : "&submitted=true");
    }

    private JsonObject county(CountyReturn county, @Nullable Submission submission) {
        return new JsonObject()
                .put("region", county.county().value())
                .put("submission", submission == null ? null : submission.outline())
                .put("figures", submission == null ? null : Submission.figures(submission.figures()))
                .put("changed", array(county.changed(form), id -> id));
    }

    private static JsonObject json(ReturnColumn.Bilingual text) {
        return new JsonObject().put("zh", text.zh()).put("en", text.en());
    }

    private static <T> JsonArray array(List<T> items, Function<T, ?> json) {
        return new JsonArray(items.stream().<Object>map(json).toList());
    }
}
