package lingdian.office.cafe;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import lingdian.domain.PlaceCode;
import lingdian.law.hours.LicenceExpiry;
import lingdian.office.cafe.CafeImportStore.Known;
import lingdian.office.table.CellFault;
import lingdian.office.table.FaultyCell;
import lingdian.office.table.RowResult;
import lingdian.office.table.RowResult.Result;
import lingdian.office.table.TableRow;
import lingdian.platform.text.Rfc3339;
import org.jspecify.annotations.Nullable;

/** What each row of a table of cafés would do. Pure: a dry run is this, and nothing more. */
final class CafeImport {
    private final Map<PlaceCode, Known> known;
    private final Map<PlaceCode, Integer> rows = new HashMap<>();

    private CafeImport(Map<PlaceCode, Known> known) {
        this.known = known;
    }

    /**
     * @param before as it is; null: there is none, or nothing is written
     * @param cafe to be written, in the county that it is in; null: nothing is
     */
    record Step(
            RowResult result,
            @Nullable Cafe before,
            @Nullable Cafe cafe) {}

    /** The place codes that the rows name. */
    static List<PlaceCode> placeCodes(List<TableRow> rows) {
        return rows.stream()
                .map(row -> PlaceCode.find(row.value(CafeCells.PLACE_CODE)))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    static List<Step> plan(List<TableRow> rows, Map<PlaceCode, Known> known) {
        var plan = new CafeImport(known);
        return rows.stream().map(plan::step).toList();
    }

    private Step step(TableRow row) {
        PlaceCode placeCode = PlaceCode.find(row.value(CafeCells.PLACE_CODE)).orElse(null);
        if (placeCode == null) {
            return refused(row, null, new FaultyCell(CafeCells.PLACE_CODE, CellFault.PLACE_CODE));
        }
        Integer earlier = rows.putIfAbsent(placeCode, row.number());
        if (earlier != null) {
            return refused(row, placeCode, new FaultyCell(CafeCells.PLACE_CODE, CellFault.TWICE, earlier));
        }
        try {
            return step(row, placeCode, Optional.ofNullable(known.get(placeCode)));
        } catch (FaultyCell faulty) {
            return refused(row, placeCode, faulty);
        }
    }

    private static Step step(TableRow row, PlaceCode placeCode, Optional<Known> before) {
        JsonObject body =
                CafeCells.over(before.map(known -> known.cafe().toJson()).orElseGet(JsonObject::new), row);
        if (before.isEmpty()) {
            needed(row, CafeCells.NAME);
            needed(row, CafeCells.LICENCE);
        }
        Cafe cafe = Cafe.of(placeCode, body);
        if (before.isEmpty()) {
            return new Step(RowResult.of(row.number(), placeCode.value(), Result.CREATED), null, cafe);
        }
        if (before.get().cafe().equals(cafe)) {
            return new Step(RowResult.of(row.number(), placeCode.value(), Result.UNCHANGED), null, null);
        }
        refuseEarlyExpiry(before.get(), cafe);
        return new Step(
                RowResult.of(row.number(), placeCode.value(), Result.CHANGED),
                before.get().cafe(),
                cafe);
    }

    private static void needed(TableRow row, String field) {
        if (row.value(field) == null) {
            throw new FaultyCell(field, CellFault.NEW, "café");
        }
    }

    /** As {@link CafeStore} refuses it when it writes. */
    private static void refuseEarlyExpiry(Known before, Cafe after) {
        LocalDate validUntil = after.licence().validUntil();
        Instant judgedUntil = before.judgedUntil();
        boolean isOther = !Objects.equals(before.cafe().licence().validUntil(), validUntil);
        if (validUntil != null
                && judgedUntil != null
                && isOther
                && LicenceExpiry.at(validUntil, after.timeZone()).isBefore(judgedUntil)) {
            throw new FaultyCell(
                    CafeCells.VALID_UNTIL, CellFault.JUDGED, Rfc3339.format(judgedUntil, after.timeZone()));
        }
    }

    private static Step refused(TableRow row, @Nullable PlaceCode placeCode, FaultyCell fault) {
        return new Step(RowResult.refused(row.number(), Objects.toString(placeCode, null), fault), null, null);
    }
}
