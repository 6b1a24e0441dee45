package lingdian.office.cafe;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lingdian.office.table.CellFault;
import lingdian.office.table.FaultyCell;
import lingdian.office.table.TableColumns;
import lingdian.office.table.TableRow;
import org.jspecify.annotations.Nullable;

/** The columns of a table of cafés, and their cells as {@code PUT /cafes/{placeCode}} takes them. */
final class CafeCells {
    static final String PLACE_CODE = "placeCode";
    static final String LICENCE = "licence";
    static final String VALID_UNTIL = "validUntil";
    static final String NAME = "name";
    static final TableColumns COLUMNS = new TableColumns(chinese(), PLACE_CODE);

    private static final int TERMINALS_MAX = 100_000;
    private static final Pattern TELEPHONE = Pattern.compile("[0-9+() -]*");
    private static final Pattern DAY =
            Pattern.compile("(\\d{4})[-/.年](\\d{1,2})[-/.月](\\d{1,2})日?(?:[T ]00:00(?::00)?)?");

    private CafeCells() {}

    private static Map<String, String> chinese() {
        var names = new LinkedHashMap<String, String>();
        names.put(PLACE_CODE, "场所编码");
        names.put(NAME, "名称");
        names.put(LICENCE, "许可证号");
        names.put(VALID_UNTIL, "有效期至");
        names.put("terminals", "终端数");
        names.put("address", "地址");
        names.put("telephone", "电话");
        names.put("principal", "负责人");
        names.put("latitude", "纬度");
        names.put("longitude", "经度");
        return names;
    }

    /**
     * The row's cells over what is known of the café; what the row leaves out stays.
     *
     * @param before its configuration; empty for a new café
     * @throws FaultyCell if one cannot be taken
     */
    static JsonObject over(JsonObject before, TableRow row) {
        JsonObject body = before.copy();
        text(body, row, NAME, 200);
        text(body, row, "address", 500);
        text(body, row, "principal", 100);
        telephone(body, row);
        put(body, "terminals", terminals(row.value("terminals")));
        put(body, "latitude", degrees(row, "latitude", 90));
        put(body, "longitude", degrees(row, "longitude", 180));
        return licence(body, row);
    }

    private static JsonObject licence(JsonObject body, TableRow row) {
        JsonObject licence = body.getJsonObject(LICENCE, new JsonObject()).copy();
        String number = row.value(LICENCE);
        put(licence, "number", number == null ? null : text(LICENCE, number, 200));
        put(licence, VALID_UNTIL, day(row.value(VALID_UNTIL)));
        return licence.isEmpty() ? body : body.put(LICENCE, licence);
    }

    private static void text(JsonObject body, TableRow row, String field, int charactersMax) {
        String value = row.value(field);
        put(body, field, value == null ? null : text(field, value, charactersMax));
    }

    private static String text(String field, String value, int charactersMax) {
        if (value.codePointCount(0, value.length()) > charactersMax
                || value.chars().anyMatch(character -> character < ' ' || character == 0x7F)) {
            throw new FaultyCell(field, CellFault.CHARACTERS, charactersMax);
        }
        return value;
    }

    private static void telephone(JsonObject body, TableRow row) {
        String value = row.value("telephone");
        if (value != null && (value.length() > 32 || !TELEPHONE.matcher(value).matches())) {
            throw new FaultyCell("telephone", CellFault.TELEPHONE);
        }
        put(body, "telephone", value);
    }

    private static @Nullable Integer terminals(@Nullable String value) {
        if (value == null) {
            return null;
        }
        if (!value.matches("\\d{1,6}") || Integer.parseInt(value) > TERMINALS_MAX) {
            throw new FaultyCell("terminals", CellFault.NUMBER, TERMINALS_MAX);
        }
        return Integer.valueOf(value);
    }

    private static @Nullable Double degrees(TableRow row, String field, int most) {
        String value = row.value(field);
        if (value == null) {
            return null;
        }
        if (!value.matches("-?\\d{1,3}(\\.\\d{1,15})?") || Math.abs(Double.parseDouble(value)) > most) {
            throw new FaultyCell(field, CellFault.DEGREES, most);
        }
        return Double.valueOf(value);
    }

    private static @Nullable String day(@Nullable String value) {
        if (value == null) {
            return null;
        }
        Matcher day = DAY.matcher(value);
        try {
            if (day.matches()) {
                return LocalDate.of(
                                Integer.parseInt(day.group(1)),
                                Integer.parseInt(day.group(2)),
                                Integer.parseInt(day.group(3)))
                        .toString();
            }
        } catch (DateTimeException unreal) {
            throw new FaultyCell(VALID_UNTIL, CellFault.REAL_DATE);
        }
        throw new FaultyCell(VALID_UNTIL, CellFault.DATE);
    }

    private static void put(JsonObject body, String field, @Nullable Object value) {
        if (value != null) {
            body.put(field, value);
        }
    }
}
