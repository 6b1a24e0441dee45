package lingdian.office.account;

import io.vertx.core.json.JsonObject;

/**
 * What depends on an account: what to settle before it ends.
 *
 * @param role of the account
 * @param duties not over yet, on its office's roster, which it entered last: nobody on it is told once the account has ended
 * @param cases not over, that are assigned to it
 * @param casesAlone those of them that are assigned to no other account that has not ended
 * @param requests of its own that wait for a second person's approval
 * @param others of its role, authority and region that have not ended
 */
public record AccountDependents(String role, long duties, long cases, long casesAlone, long requests, long others) {
    static AccountDependents of(JsonObject json) {
        return new AccountDependents(
                json.getString("role"),
                json.getLong("duties"),
                json.getLong("cases"),
                json.getLong("casesAlone"),
                json.getLong("requests"),
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
        return duties == 0 && cases == 0 && requests == 0 && !isLast();
    }
}
