package lingdian.office.returns;

import io.vertx.core.json.JsonObject;
import java.util.List;
import lingdian.law.returns.ReturnColumn;
import lingdian.law.returns.ReturnFigure;
import lingdian.office.query.JsonValues;
import lingdian.office.returns.ReturnSummary.Submitted;
import org.jspecify.annotations.Nullable;

/**
 * A return as {@link ReturnSheet} writes it.
 *
 * @param sum whether it sums up what counties submitted
 * @param submissions of a county all versions, the newest first
 * @param counties of a region above
 * @param json the whole answer, from which a workbook is written
 */
public record ReturnDetail(
        ReturnSummary.Period period,
        String region,
        boolean sum,
        ReturnColumn.Bilingual title,
        String accumulatedFrom,
        List<Column> columns,
        List<Submitted> submissions,
        List<County> counties,
        JsonObject json) {
    public ReturnDetail {
        columns = List.copyOf(columns);
        submissions = List.copyOf(submissions);
        counties = List.copyOf(counties);
    }

    /**
     * A column of the form.
     *
     * @param shown null where the service records nothing of it
     * @param counted what its rows are now
     * @param submitted null where none was submitted
     */
    public record Column(
            String id,
            ReturnColumn.Bilingual heading,
            String unit,
            String standing,
            @Nullable ReturnFigure shown,
            @Nullable ReturnFigure counted,
            @Nullable ReturnFigure submitted,
            boolean changed) {
        private static Column of(JsonObject json) {
            return new Column(
                    json.getString("id"),
                    text(json.getJsonObject("heading")),
                    json.getString("unit"),
                    json.getString("standing"),
                    json.getValue("thisPeriod") == null ? null : figure(json),
                    figureOrNull(json.getJsonObject("counted")),
                    figureOrNull(json.getJsonObject("submitted")),
                    json.getBoolean("changed"));
        }
    }

    /** @param changed how many of its figures have changed since it submitted them */
    public record County(String region, @Nullable Submitted submission, int changed) {
        private static County of(JsonObject json) {
            return new County(
                    json.getString("region"),
                    Submitted.orNull(json.getJsonObject("submission")),
                    json.getJsonArray("changed").size());
        }
    }

    static ReturnDetail of(JsonObject json) {
        return new ReturnDetail(
                ReturnSummary.Period.of(json),
                json.getString("region"),
                json.getString("level").equals("sum"),
                text(json.getJsonObject("title")),
                json.getString("accumulatedFrom"),
                JsonValues.all(json, "columns", Column::of),
                JsonValues.all(json, "submissions", Submitted::of),
                JsonValues.all(json, "counties", County::of),
                json);
    }

    private static ReturnColumn.Bilingual text(JsonObject json) {
        return new ReturnColumn.Bilingual(json.getString("zh"), json.getString("en"));
    }

    private static ReturnFigure figure(JsonObject json) {
        return new ReturnFigure(json.getLong("thisPeriod"), json.getLong("accumulated"));
    }

    private static @Nullable ReturnFigure figureOrNull(@Nullable JsonObject json) {
        return json == null ? null : figure(json);
    }

    @Override
    public String toString() {
        return "ReturnDetail[" + period.name() + " " + region + "]"; // officers' names do not belong in a log
    }
}
