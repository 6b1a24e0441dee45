package lingdian.record.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.law.judge.People.CafeClock;
import lingdian.record.backtest.BacktestTally.Cell;
import org.jspecify.annotations.Nullable;

/**
 * The progress of a back-test after a café, and that café's result: a line of the progress file.
 *
 * @param position the position in the history up to which it has been read
 * @param sizes of the files that grow with each café, in their order; bytes beyond these sizes belong to an unfinished
 *     café
 * @param comparableFrom findings that began before it are at the edge of the kept record
 */
record Milestone(
        long position,
        List<Long> sizes,
        PlaceCode placeCode,
        RegionCode region,
        ZoneId zone,
        @Nullable Instant effectiveAt,
        Instant comparableFrom,
        long events,
        BacktestTally tally) {

    CafeClock clock() {
        return new CafeClock(region, effectiveAt, null);
    }

    FindingComparison.Writing writing() {
        return new FindingComparison.Writing(region, zone);
    }

    String toJson() {
        ObjectNode json = CafeJson.JSON
                .createObjectNode()
                .put("position", position)
                .put("placeCode", placeCode.value())
                .put("region", region.value())
                .put("timeZone", zone.getId())
                .put("effectiveAt", effectiveAt == null ? null : (Long) Micros.of(effectiveAt))
                .put("comparableFrom", Micros.of(comparableFrom))
                .put("events", events);
        sizes.forEach(json.putArray("sizes")::add);
        var cells = json.putArray("cells");
        tally.cells().forEach((cell, kinds) -> write(cells.addObject(), cell, kinds));
        ObjectNode outside = json.putObject("outside");
        tally.outside().forEach((why, findings) -> outside.put(why.name(), findings));
        ObjectNode verdicts = json.putObject("verdicts");
        tally.verdicts().forEach(verdicts::put);
        return json.toString();
    }

    static Milestone parse(JsonNode json) {
        var sizes = new ArrayList<Long>();
        json.path("sizes").forEach(size -> sizes.add(size.asLong()));
        return new Milestone(
                json.path("position").asLong(),
                sizes,
                new PlaceCode(json.path("placeCode").asText()),
                new RegionCode(json.path("region").asText()),
                ZoneId.of(json.path("timeZone").asText()),
                json.path("effectiveAt").isNumber()
                        ? Micros.instant(json.path("effectiveAt").asLong())
                        : null,
                Micros.instant(json.path("comparableFrom").asLong()),
                json.path("events").asLong(),
                tally(json));
    }

    private static void write(ObjectNode json, Cell cell, Map<DifferenceKind, Long> kinds) {
        json.put("code", cell.code()).put("region", cell.region()).put("placeCode", cell.placeCode());
        kinds.forEach((kind, findings) -> json.put(kind.name(), findings));
    }

    private static BacktestTally tally(JsonNode json) {
        var tally = new BacktestTally();
        for (JsonNode one : json.path("cells")) {
            var cell = new Cell(
                    one.path("code").asText(),
                    one.path("region").asText(),
                    one.path("placeCode").asText());
            for (DifferenceKind kind : DifferenceKind.values()) {
                if (one.has(kind.name())) {
                    tally.count(cell, kind, one.path(kind.name()).asLong());
                }
            }
        }
        json.path("outside")
                .properties()
                .forEach(why -> tally.outside(
                        UndecidableReason.valueOf(why.getKey()), why.getValue().asLong()));
        json.path("verdicts")
                .properties()
                .forEach(version ->
                        tally.verdicts(version.getKey(), version.getValue().asLong()));
        return tally;
    }
}
