package lingdian.office.campaign;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lingdian.access.account.Refused;
import lingdian.domain.CampaignId;
import lingdian.domain.InspectionId;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.Reply;
import lingdian.office.campaign.PartsQuestion.Others;
import lingdian.office.inspection.Inspection;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.inspection.PremisesKinds;
import lingdian.office.query.JsonValues;
import lingdian.record.accesslog.Action;
import org.jspecify.annotations.Nullable;

/** {@code /campaigns/{id}/entries}: what the regions of a campaign did. */
final class EntryEndpoints {
    /** The most activities that one is part of, each part of the next; inspection, night round, month and summer are four. */
    private static final int DEPTH_MAX = 20;

    private final CampaignAccess access;
    private final CampaignStore campaigns;
    private final InspectionStore inspections;
    private final PremisesKinds kinds;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    EntryEndpoints(
            CampaignAccess access,
            CampaignStore campaigns,
            InspectionStore inspections,
            PremisesKinds kinds,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.access = access;
        this.campaigns = campaigns;
        this.inspections = inspections;
        this.kinds = kinds;
        this.clock = clock;
        this.ids = ids;
    }

    Future<Reply> add(AuthorisedCall call) {
        CampaignId id = call.id(CampaignId::new);
        return access.write(call, Action.CHANGE_CAMPAIGN, (connection, known) -> {
                    refuseUnjoined(known);
                    return campaigns
                            .admitEntry(connection, id, known.region(), call.account())
                            .compose(admitted -> entry(connection, call, known))
                            .compose(entry -> campaigns.add(connection, id, asked(call, entry, known), call.account()));
                })
                .compose(added -> access.shown(call, id))
                .map(Reply::created);
    }

    private static void refuseUnjoined(CampaignLedger known) {
        if (!known.mayEnter()) {
            throw Refused.coded(
                    409,
                    "not-joined",
                    "Your region has not joined this campaign: POST /campaigns/{id}/participants first.");
        }
    }

    Future<Reply> withdraw(AuthorisedCall call) {
        UUID id = UUID.fromString(call.path("entry"));
        return access.write(call, Action.CHANGE_CAMPAIGN, (connection, known) -> {
                    boolean own = known.entries().stream()
                            .anyMatch(one -> one.id().equals(id)
                                    && one.authority() == call.account().authority()
                                    && one.region().equals(known.region()));
                    if (!own) {
                        throw Refused.unknown();
                    }
                    if (known.whole().stream().anyMatch(one -> id.equals(one.within()))) {
                        throw Refused.with(409, "Other entries are part of this one: withdraw them first.");
                    }
                    return campaigns.withdraw(connection, id, call.account(), clock.instant());
                })
                .map(withdrawn -> Reply.ended());
    }

    private Future<CampaignEntry> entry(SqlConnection connection, AuthorisedCall call, CampaignLedger known) {
        JsonObject body = call.body();
        UUID within = within(body, known);
        List<UUID> contained = contained(body, known);
        if (!body.getString("type").equals("inspection")) {
            String unit = body.getString("unit");
            if (unit == null) {
                throw Refused.body("/unit", "is required");
            }
            JsonObject figures = CampaignEntry.figures(body, kinds);
            if (!contained.isEmpty()) {
                figures.put("contains", contained.stream().map(UUID::toString).toList());
            }
            return Future.succeededFuture(entry(call, known, unit, null, within, figures));
        }
        InspectionId id = inspection(body, known);
        return inspections.find(connection, call.account(), id).map(found -> {
            Inspection inspection = found.filter(Inspection::isOwn)
                    .filter(one -> one.entered().closed())
                    .orElseThrow(() -> Refused.body("/inspection", "expected a closed inspection of your region"));
            refuseOfOthers(inspection, known);
            return entry(call, known, inspection.entered().unit(), id, within, CampaignEntry.figures(inspection));
        });
    }

    /** A region that joined enters its inspections itself, so that its progress shows them and they count once. */
    private static void refuseOfOthers(Inspection inspection, CampaignLedger known) {
        boolean ofOthers = known.participants().stream()
                .anyMatch(one ->
                        !one.region().equals(known.region()) && one.region().covers(inspection.region()));
        if (ofOthers) {
            throw Refused.with(409, "The inspection is of a region that has joined: that region enters it.");
        }
    }

    private CampaignEntry entry(
            AuthorisedCall call,
            CampaignLedger known,
            String unit,
            @Nullable InspectionId inspection,
            @Nullable UUID within,
            JsonObject figures) {
        return new CampaignEntry(
                ids.get(),
                call.body().getString("type"),
                Objects.requireNonNull(call.account().authority(), "a regulator has an authority"),
                known.region(),
                unit,
                clock.instant(),
                inspection,
                within,
                figures);
    }

    /** The entry, unless it may be part of another one, or the other way round, and nothing was said of that. */
    private CampaignEntry asked(AuthorisedCall call, CampaignEntry entry, CampaignLedger known) {
        JsonObject body = call.body();
        boolean said = body.getBoolean("beside", false) || entry.within() != null || body.containsKey("contains");
        if (entry.isActivity() && !said) {
            PartsQuestion.askOfEntries(entry.asActivity(null), entry.isTotal(), others(entry, known), kinds);
        }
        return entry;
    }

    private static Others others(CampaignEntry entry, CampaignLedger known) {
        Set<UUID> ofUnit = known.entries().stream()
                .filter(one -> one.region().equals(entry.region()) && one.unit().equals(entry.unit()))
                .map(CampaignEntry::id)
                .collect(Collectors.toSet());
        Set<UUID> ofRegions = known.entries().stream()
                .filter(one -> known.isIssuer() && !one.region().equals(entry.region()))
                .map(CampaignEntry::id)
                .collect(Collectors.toSet());
        List<Activity> outermost =
                known.activities().stream().filter(one -> one.within() == null).toList();
        return new Others(
                outermost.stream().filter(one -> ofUnit.contains(one.id())).toList(),
                outermost.stream().filter(one -> ofRegions.contains(one.id())).toList(),
                known.entries().stream()
                        .filter(CampaignEntry::isTotal)
                        .map(CampaignEntry::id)
                        .collect(Collectors.toSet()));
    }

    private static @Nullable UUID within(JsonObject body, CampaignLedger known) {
        String within = body.getString("within");
        boolean activity = !body.getString("type").equals("training")
                && !body.getString("type").equals("letters");
        if (within != null && !activity) {
            throw Refused.body("/within", "belongs to an activity or inspection");
        }
        if (within == null) {
            return null;
        }
        CampaignEntry around = known.activity(UUID.fromString(within), "/within");
        if (known.depth(around, DEPTH_MAX) > DEPTH_MAX) {
            throw Refused.body("/within", "expected an activity that is part of fewer than " + DEPTH_MAX + " others");
        }
        return around.id();
    }

    private static List<UUID> contained(JsonObject body, CampaignLedger known) {
        List<UUID> contained = JsonValues.texts(body, "contains").stream()
                .map(UUID::fromString)
                .distinct()
                .toList();
        if (!contained.isEmpty() && !body.getString("type").equals("activity")) {
            throw Refused.body("/contains", "belongs to an activity");
        }
        Set<UUID> outermost = known.activities().stream()
                .filter(one -> one.within() == null)
                .map(Activity::id)
                .collect(Collectors.toSet());
        if (!outermost.containsAll(contained)) {
            throw Refused.body("/contains", "expected activities or inspections that are part of no other");
        }
        UUID within = JsonValues.idOrNull(body, "within");
        if (within != null && known.isWithinAny(within, contained)) {
            throw Refused.body("/contains", "must not include the entry that this one is part of");
        }
        return contained;
    }

    /** An inspection is entered once in a campaign: otherwise it would count twice. */
    private static InspectionId inspection(JsonObject body, CampaignLedger known) {
        String named = body.getString("inspection");
        if (named == null) {
            throw Refused.body("/inspection", "is required");
        }
        var id = new InspectionId(UUID.fromString(named));
        if (known.contains(id)) {
            throw Refused.with(409, "The inspection is already in this campaign.");
        }
        return id;
    }
}
