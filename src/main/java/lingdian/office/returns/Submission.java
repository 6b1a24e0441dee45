package lingdian.office.returns;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.law.returns.ReturnFigure;
import lingdian.platform.text.Rfc3339;

/**
 * What the office of a county submitted.
 *
 * @param officer the name of who submitted it
 * @param form the version of the forms by which its figures were made
 */
record Submission(
        RegionCode county,
        String period,
        int version,
        Instant at,
        String officer,
        String form,
        Map<String, ReturnFigure> figures) {
    Submission {
        figures = Map.copyOf(figures);
    }

    /** Whether the same figures were made by the same forms. */
    boolean saysTheSameAs(Submission other) {
        return form.equals(other.form) && figures.equals(other.figures);
    }

    /** Without the figures. */
    JsonObject outline() {
        return new JsonObject()
                .put("version", version)
                .put("at", Rfc3339.format(at, ChinaTime.ZONE))
                .put("by", officer)
                .put("form", form);
    }

    JsonObject json() {
        return outline().put("figures", figures(figures));
    }

    static JsonObject figures(Map<String, ReturnFigure> figures) {
        var json = new JsonObject();
        figures.forEach((column, figure) -> json.put(column, json(figure)));
        return json;
    }

    static JsonObject json(ReturnFigure figure) {
        return new JsonObject().put("thisPeriod", figure.thisPeriod()).put("accumulated", figure.accumulated());
    }

    /** As they are stored: of the period, and accumulated. */
    static JsonObject stored(Map<String, ReturnFigure> figures) {
        var json = new JsonObject();
        figures.forEach((column, figure) ->
                json.put(column, new JsonArray().add(figure.thisPeriod()).add(figure.accumulated())));
        return json;
    }

    static Map<String, ReturnFigure> stored(JsonObject json) {
        var figures = new LinkedHashMap<String, ReturnFigure>();
        json.fieldNames().forEach(column -> {
            JsonArray both = json.getJsonArray(column);
            figures.put(column, new ReturnFigure(both.getLong(0), both.getLong(1)));
        });
        return figures;
    }

    @Override
    public String toString() {
        return "Submission[" + county + " " + period + " " + version
                + "]"; // an officer's name does not belong in a log
    }
}
