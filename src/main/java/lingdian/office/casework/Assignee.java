package lingdian.office.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import lingdian.domain.AccountId;
import lingdian.law.course.Officer;
import org.jspecify.annotations.Nullable;

/**
 * An officer who deals with a case, with the name that the account had when it was assigned.
 *
 * @param account null for an officer without one
 */
record Assignee(
        @Nullable AccountId account, String name, @Nullable String certificate) {
    Officer officer() {
        return new Officer(account, account == null ? name : null, certificate);
    }

    JsonObject json() {
        return new JsonObject()
                .put("id", account == null ? null : account.toString())
                .put("name", name)
                .put("certificate", certificate);
    }

    static JsonArray json(List<Assignee> all) {
        return new JsonArray(all.stream().map(Assignee::json).toList());
    }

    static List<Assignee> all(JsonArray json) {
        return json.stream()
                .map(one -> (JsonObject) one)
                .map(one ->
                        new Assignee(account(one.getString("id")), one.getString("name"), one.getString("certificate")))
                .toList();
    }

    private static @Nullable AccountId account(@Nullable String id) {
        return id == null ? null : new AccountId(UUID.fromString(id));
    }

    @Override
    public String toString() {
        return "Assignee[" + account + "]"; // names do not belong in logs
    }
}
