package lingdian.office.casework;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;

/** The officers of an assignment: accounts of the office, or names of people without one. */
final class CaseOfficers {
    private CaseOfficers() {}

    /**
     * In the order of the request, each once.
     *
     * @param known the accounts of the office among them
     */
    static List<Assignee> of(JsonArray asked, List<Assignee> known) {
        var officers = new ArrayList<Assignee>();
        for (int i = 0; i < asked.size(); i++) {
            Assignee one = asked.getValue(i) instanceof JsonObject named
                    ? new Assignee(null, named.getString("name"), named.getString("certificate"))
                    : known(asked.getString(i), known, i);
            if (!officers.contains(one)) {
                officers.add(one);
            }
        }
        return officers;
    }

    private static Assignee known(String id, List<Assignee> known, int i) {
        var account = new AccountId(UUID.fromString(id));
        return known.stream()
                .filter(one -> account.equals(one.account()))
                .findFirst()
                .orElseThrow(() -> Refused.body("/officers/" + i, "expected an account of your office"));
    }
}
