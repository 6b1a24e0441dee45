package lingdian.office.account;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lingdian.access.account.Account;
import lingdian.domain.Authority;
import lingdian.domain.PlaceCode;
import lingdian.office.table.CellFault;
import lingdian.office.table.FaultyCell;
import lingdian.office.table.TableColumns;
import lingdian.office.table.TableRow;
import org.jspecify.annotations.Nullable;

/** The columns of a table of people's accounts, and their cells as {@code POST /accounts} takes them. */
final class AccountCells {
    static final String SIGN_IN_NAME = "signInName";
    private static final String PLACE_CODE = "placeCode";
    private static final String PLACE_CODES = "placeCodes";
    static final TableColumns COLUMNS = new TableColumns(chinese(), SIGN_IN_NAME);

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._@-]{2,63}");
    private static final int NAME_CHARACTERS_MAX = 200;
    private static final Map<String, String> ROLES = Map.of(
            "admin", "admin",
            "管理员", "admin",
            "regulator", "regulator",
            "监管人员", "regulator",
            "auditor", "auditor",
            "审计员", "auditor",
            "operator", "operator",
            "经营者", "operator");
    private static final Map<String, Authority> AUTHORITIES = Map.of(
            "culture", Authority.CULTURE,
            "文化市场执法", Authority.CULTURE,
            "文化", Authority.CULTURE,
            "public-security", Authority.PUBLIC_SECURITY,
            "公安网安", Authority.PUBLIC_SECURITY,
            "公安", Authority.PUBLIC_SECURITY);

    private AccountCells() {}

    private static Map<String, String> chinese() {
        var names = new LinkedHashMap<String, String>();
        names.put(SIGN_IN_NAME, "登录名");
        names.put("name", "姓名");
        names.put("role", "角色");
        names.put("authority", "主管部门");
        names.put("region", "行政区划");
        names.put(PLACE_CODE, "场所编码");
        names.put(PLACE_CODES, "全部场所编码");
        return names;
    }

    /** Empty where the cell is no sign-in name. */
    static Optional<String> signInName(TableRow row) {
        return Optional.ofNullable(row.value(SIGN_IN_NAME))
                .filter(name -> NAME.matcher(name).matches());
    }

    /**
     * The row's cells over the account as it is; what the row leaves out stays.
     *
     * @throws FaultyCell if one cannot be taken
     */
    static JsonObject over(JsonObject before, TableRow row) {
        JsonObject body = before.copy();
        put(body, "name", name(row.value("name")));
        put(body, "role", word(row, "role", ROLES, "admin 管理员, regulator 监管人员, auditor 审计员 or operator 经营者"));
        Authority authority = word(row, "authority", AUTHORITIES, "culture 文化市场执法 or public-security 公安网安");
        put(body, "authority", Authority.wireOrNull(authority));
        put(body, "region", region(row.value("region")));
        List<String> cafes = cafes(row);
        if (!cafes.isEmpty()) {
            body.putNull(PLACE_CODE).put(PLACE_CODES, new JsonArray(cafes));
        }
        return body;
    }

    /** The column that says which cafés an account has. */
    static String columnOfCafes(TableRow row) {
        return row.value(PLACE_CODES) == null ? PLACE_CODE : PLACE_CODES;
    }

    /** Of both columns, whatever their cells hold. */
    static Stream<String> codes(TableRow row) {
        return Stream.of(PLACE_CODE, PLACE_CODES)
                .map(row::value)
                .filter(Objects::nonNull)
                .flatMap(cell -> codes(cell).stream());
    }

    private static List<String> cafes(TableRow row) {
        List<String> cafes = placeCodes(row, columnOfCafes(row));
        if (!cafes.containsAll(placeCodes(row, PLACE_CODE))) {
            throw new FaultyCell(PLACE_CODE, CellFault.ONE_OF_CODES);
        }
        return cafes;
    }

    private static @Nullable String name(@Nullable String value) {
        if (value != null
                && (value.codePointCount(0, value.length()) > NAME_CHARACTERS_MAX
                        || value.chars().anyMatch(Character::isISOControl))) {
            throw new FaultyCell("name", CellFault.CHARACTERS, NAME_CHARACTERS_MAX);
        }
        return value;
    }

    private static <T> @Nullable T word(TableRow row, String field, Map<String, T> words, String expected) {
        String value = row.value(field);
        if (value == null) {
            return null;
        }
        T word = words.get(value);
        if (word == null) {
            throw new FaultyCell(field, CellFault.WORD, expected);
        }
        return word;
    }

    private static @Nullable String region(@Nullable String value) {
        if (value != null && !value.matches("\\d{6}")) {
            throw new FaultyCell("region", CellFault.DIVISION);
        }
        return value;
    }

    /** What a cell of place codes has between blanks, commas and semicolons, Chinese ones too. */
    private static List<String> codes(String cell) {
        return Arrays.stream(cell.split("[\\s,;，；、]"))
                .filter(code -> !code.isEmpty())
                .distinct()
                .toList();
    }

    private static List<String> placeCodes(TableRow row, String field) {
        String cell = row.value(field);
        if (cell == null) {
            return List.of();
        }
        List<String> codes = codes(cell);
        if (codes.isEmpty()
                || codes.stream().anyMatch(code -> PlaceCode.find(code).isEmpty())) {
            throw new FaultyCell(field, CellFault.PLACE_CODES);
        }
        if (codes.size() > Account.CAFES_MAX) {
            throw new FaultyCell(field, CellFault.CODES, Account.CAFES_MAX);
        }
        return codes;
    }

    private static void put(JsonObject body, String field, @Nullable Object value) {
        if (value != null) {
            body.put(field, value);
        }
    }
}
