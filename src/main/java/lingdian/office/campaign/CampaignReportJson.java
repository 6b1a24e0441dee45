package lingdian.office.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import lingdian.office.campaign.CampaignReport.Confirmed;
import lingdian.office.inspection.Count;
import org.jspecify.annotations.Nullable;

/** A campaign's report as JSON: each figure with whether it is a lower bound, and with the entries that it sums. */
final class CampaignReportJson {
    private CampaignReportJson() {}

    static JsonObject of(CampaignReport report) {
        var units = new JsonArray();
        report.units()
                .forEach(unit -> units.add(new JsonObject()
                        .put("unit", unit.name())
                        .put("total", figures(unit.total()))
                        .put("nightRounds", figures(unit.nightRounds()))));
        return new JsonObject()
                .put("total", figures(report.total()))
                .put("nightRounds", figures(report.nightRounds()))
                .put("units", units)
                .put("trainings", trainings(report.trainings()))
                .put("letters", letters(report.letters()))
                .put("confirmed", confirmed(report.confirmed()))
                .put("contradictions", rows(report.contradictions()));
    }

    static JsonArray regions(List<CampaignProgress> regions, Campaign campaign) {
        var json = new JsonArray();
        regions.forEach(one -> json.add(region(one, campaign)));
        return json;
    }

    private static JsonObject region(CampaignProgress progress, Campaign campaign) {
        Participant joined = progress.participant();
        return new JsonObject()
                .put("region", progress.region().value())
                .put("issuer", progress.region().equals(campaign.region()))
                .put("joined", joined != null)
                .put("participant", joined == null ? null : joined.json(campaign.from()))
                .put("entries", progress.entries())
                .put("total", figures(progress.report().total()))
                .put("nightRounds", figures(progress.report().nightRounds()))
                .put("trainings", trainings(progress.report().trainings()))
                .put("letters", letters(progress.report().letters()));
    }

    private static JsonObject figures(CampaignFigures figures) {
        var visits = new JsonObject();
        figures.visits().forEach((kind, count) -> visits.put(kind, CampaignEntry.json(count)));
        return new JsonObject()
                .put("rounds", figures.nightRounds())
                .put("officers", CampaignEntry.json(figures.officers()))
                .put("vehicles", CampaignEntry.json(figures.vehicles()))
                .put("visits", visits)
                .put("rows", rows(figures.rows()));
    }

    private static JsonObject trainings(CampaignReport.Trainings trainings) {
        return new JsonObject()
                .put("held", trainings.held())
                .put("cafes", count(trainings.cafes()))
                .put("rows", rows(trainings.rows()));
    }

    private static JsonObject letters(CampaignReport.Letters letters) {
        return new JsonObject()
                .put("signed", letters.signed())
                .put("number", count(letters.number()))
                .put("rows", rows(letters.rows()));
    }

    private static JsonObject confirmed(Map<String, List<Confirmed>> byCode) {
        var json = new JsonObject();
        byCode.forEach((code, confirmed) -> json.put(
                code,
                new JsonObject()
                        .put("number", confirmed.size())
                        .put(
                                "rows",
                                rows(confirmed.stream()
                                        .map(Confirmed::violation)
                                        .toList()))
                        .put(
                                "inspections",
                                rows(confirmed.stream()
                                        .map(Confirmed::inspection)
                                        .distinct()
                                        .toList()))));
        return json;
    }

    private static @Nullable JsonObject count(@Nullable Count count) {
        return count == null ? null : CampaignEntry.json(count);
    }

    private static JsonArray rows(Collection<?> ids) {
        var rows = new JsonArray();
        ids.forEach(id -> rows.add(id.toString()));
        return rows;
    }
}
