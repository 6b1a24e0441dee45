package lingdian.office.roster;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.feed.escalation.ContactKind;

/**
 * An office's roster.
 *
 * @param version 0 where nobody has entered one
 * @param inForce whether who entered it is still a regulator of the office; otherwise nobody on it is told
 * @param duties in the order in which those on duty are told
 */
record Roster(RegionCode region, Authority authority, int version, boolean inForce, List<Duty> duties) {
    Roster inForce(boolean present) {
        return new Roster(region, authority, version, present, duties);
    }

    /** @param kinds of contacts that the service can reach */
    JsonObject json(Collection<ContactKind> kinds) {
        return new JsonObject()
                .put("region", region.value())
                .put("authority", authority.wire())
                .put("version", version)
                .put("inForce", inForce)
                .put(
                        "contactKinds",
                        new JsonArray(
                                kinds.stream().sorted().map(ContactKind::wire).toList()))
                .put("duties", new JsonArray(duties.stream().map(Duty::json).toList()));
    }
}
