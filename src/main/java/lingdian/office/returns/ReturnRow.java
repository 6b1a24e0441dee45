package lingdian.office.returns;

import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row that a figure counts.
 *
 * @param kind {@code inspection}, {@code case}, {@code complaint} or {@code campaign}: what the id is of
 * @param number of several rows of one id
 * @param day its own local date
 * @param placeCode of the café that it is about; null: none, or several
 * @param amount what it adds to a figure that is a sum
 * @param inspected of an inspection its kind and the place codes of the cafés that it visited; else null
 */
record ReturnRow(
        String kind,
        UUID id,
        long number,
        String region,
        LocalDate day,
        @Nullable String placeCode,
        long amount,
        @Nullable JsonObject inspected) {
    JsonObject json() {
        return new JsonObject()
                .put("kind", kind)
                .put("id", id.toString())
                .put("href", "/api/v1/" + kind + "s/" + id)
                .put("region", region)
                .put("day", day.toString())
                .put("placeCode", placeCode)
                .put("amount", amount)
                .put("inspection", inspected);
    }

    @Override
    public String toString() {
        return "ReturnRow[" + id + "]"; // what it shows of an inspection is its reader's
    }
}
