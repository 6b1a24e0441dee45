package lingdian.office.campaign;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.domain.InspectionId;
import lingdian.domain.RegionCode;

/**
 * A campaign with the regions that joined it and all entries, as one region reads it and writes to it.
 *
 * @param reader the region of the account
 * @param participants that the reader may see
 * @param whole the entries of all regions, of which a change must know, or as many as the reader may see
 */
record CampaignLedger(Campaign campaign, RegionCode reader, List<Participant> participants, List<CampaignEntry> whole) {
    CampaignLedger {
        participants =
                participants.stream().filter(one -> reader.covers(one.region())).toList();
        whole = List.copyOf(whole);
    }

    static RegionCode regionOf(Account account) {
        return Objects.requireNonNull(account.region(), "a regulator has a region");
    }

    /** For whom the account acts: for the issuer, if its region is the issuer's or above, else for its own region. */
    RegionCode region() {
        return isIssuer() ? campaign.region() : reader;
    }

    boolean isIssuer() {
        return reader.covers(campaign.region());
    }

    /** Whether the account's region may make entries. */
    boolean mayEnter() {
        return isIssuer() || participant(reader).isPresent();
    }

    Optional<Participant> participant(RegionCode region) {
        return participants.stream().filter(one -> one.region().equals(region)).findFirst();
    }

    /** The entries that the reader may see: of its own region and below. */
    List<CampaignEntry> entries() {
        return whole.stream().filter(one -> reader.covers(one.region())).toList();
    }

    boolean contains(InspectionId inspection) {
        return whole.stream().anyMatch(one -> inspection.equals(one.inspection()));
    }

    List<InspectionId> inspections() {
        return entries().stream()
                .map(CampaignEntry::inspection)
                .filter(Objects::nonNull)
                .toList();
    }

    CampaignEntry activity(UUID id, String pointer) {
        return entries().stream()
                .filter(one -> one.id().equals(id) && one.isActivity())
                .findFirst()
                .orElseThrow(() -> Refused.body(pointer, "expected an activity or inspection of the campaign"));
    }

    /** The visible activities, each with the one that it is part of, whichever of the two states it. */
    List<Activity> activities() {
        return activities(entries());
    }

    static List<Activity> activities(List<CampaignEntry> entries) {
        Map<UUID, UUID> wholes = wholes(entries);
        return entries.stream()
                .filter(CampaignEntry::isActivity)
                .map(one -> one.asActivity(wholes.get(one.id())))
                .toList();
    }

    /**
     * The activity that each entry is part of, by the part's id.
     *
     * <p>Regions that do not see each other's entries can together state a circle, which none of them could be told of.
     * It is cut at one of its entries, which then counts as part of none.
     */
    private static Map<UUID, UUID> wholes(List<CampaignEntry> entries) {
        var wholes = new LinkedHashMap<UUID, UUID>();
        for (CampaignEntry entry : entries) {
            entry.contained().forEach(part -> wholes.put(part, entry.id()));
            if (entry.within() != null) {
                wholes.put(entry.id(), Objects.requireNonNull(entry.within()));
            }
        }
        var outside = new HashSet<UUID>(); // from where the way leads out of all others
        for (UUID part : List.copyOf(wholes.keySet())) {
            var way = new LinkedHashSet<UUID>();
            UUID at = part;
            while (at != null && !outside.contains(at)) {
                if (!way.add(at)) {
                    wholes.remove(at);
                    break;
                }
                at = wholes.get(at);
            }
            outside.addAll(way);
        }
        return wholes;
    }

    /** Whether an entry is one of others, or lies in one of them at any distance, in what the reader may see. */
    boolean isWithinAny(UUID inner, Collection<UUID> others) {
        Map<UUID, UUID> wholes = wholes(entries());
        for (UUID at = inner; at != null; at = wholes.get(at)) {
            if (others.contains(at)) {
                return true;
            }
        }
        return false;
    }

    /** How many activities an entry lies in, itself included; at most one more than {@code most}. */
    int depth(CampaignEntry entry, int most) {
        Map<UUID, UUID> wholes = wholes(entries());
        int depth = 0;
        for (UUID at = entry.id(); at != null && depth <= most; at = wholes.get(at)) {
            depth++;
        }
        return depth;
    }

    JsonObject json() {
        var joined = new JsonArray();
        participants.forEach(one -> joined.add(one.json(campaign.from())));
        var done = new JsonArray();
        Map<UUID, UUID> wholes = wholes(entries());
        entries().forEach(one -> done.add(one.json(wholes.get(one.id()))));
        return campaign.json()
                .put(
                        "own",
                        new JsonObject()
                                .put("region", region().value())
                                .put("issuer", isIssuer())
                                .put("mayEnter", mayEnter()))
                .put("participants", joined)
                .put("entries", done);
    }
}
