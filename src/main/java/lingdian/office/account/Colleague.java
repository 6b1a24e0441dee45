package lingdian.office.account;

import io.vertx.core.json.JsonObject;
import lingdian.domain.AccountId;
import lingdian.domain.RegionCode;
import lingdian.office.query.JsonValues;

/** A regulator to whom cases may be assigned. */
public record Colleague(AccountId id, String name, RegionCode region) {
    static Colleague of(JsonObject json) {
        return new Colleague(
                new AccountId(JsonValues.id(json, "id")),
                json.getString("name"),
                new RegionCode(json.getString("region")));
    }

    JsonObject json() {
        return new JsonObject().put("id", id.toString()).put("name", name).put("region", region.value());
    }

    /** Whether cases of a county may be assigned to this one. */
    public boolean mayTake(RegionCode county) {
        return region.covers(county);
    }

    @Override
    public String toString() {
        return "Colleague[" + id + "]"; // officers' names do not belong in logs
    }
}
