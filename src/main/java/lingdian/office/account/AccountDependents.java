package lingdian.office.account;

import io.vertx.core.json.JsonObject;

/**
 * What depends on an account: what to settle before it ends. Whether, and not how much: how many cases an office has, and how many
 * persons it asks about, is no administrator's to see, by count either.
 *
 * @param role of the account
 * @param duties not over yet, on its office's roster, which it entered last: nobody on it is told once the account has ended
 * @param cases not over, that are assigned to it
 * @param casesAlone whether one of them is assigned to no other account that has not ended
 * @param requests of its own that wait for a second person's approval
 * @param others of its role, authority and region that have not ended
 */
public record AccountDependents(
        String role, boolean duties, boolean cases, boolean casesAlone, boolean requests, long others) {
    static AccountDependents of(JsonObject json) {
        return new AccountDependents(
                json.getString("role"),
                json.getBoolean("duties"),
                json.getBoolean("cases"),
                json.getBoolean("casesAlone"),
                json.getBoolean("requests"),
                json.getLong("others"));
    }

    JsonObject json() {
        return new JsonObject()
                .put("role", role)
                .put("duties", duties)
                .put("cases", cases)
                .put("casesAlone", casesAlone)
                .put("requests", requests)
                .put("others", others);
    }

    /** Whether nobody else does what it does; operators and auditors do nothing that others wait for. */
    public boolean isLast() {
        return others == 0 && (role.equals("regulator") || role.equals("admin"));
    }

    public boolean isEmpty() {
        return !duties && !cases && !requests && !isLast();
    }
}
