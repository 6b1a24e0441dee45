package lingdian.office.campaign;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.Authority;
import lingdian.domain.CampaignId;
import lingdian.domain.InspectionId;
import lingdian.domain.RegionCode;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.BodyFields;
import lingdian.office.api.Cursor;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.campaign.CampaignReport.CampaignRecords;
import lingdian.office.inspection.Inspection;
import lingdian.office.inspection.InspectionStore;
import lingdian.office.inspection.PremisesKinds;
import lingdian.platform.QueryPool;
import lingdian.platform.SizedWork;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import org.jspecify.annotations.Nullable;

/** {@code /campaigns}: campaigns, their entries and reports. */
final class CampaignEndpoints {
    /** The most entries of a campaign, more than any summer campaign has. A report is summed up in memory. */
    private static final int ENTRIES_MAX = 5_000;

    /** The most activities that one is part of, each part of the next; inspection, night round, month and summer are four. */
    private static final int DEPTH_MAX = 20;

    /** About what an entry is as JSON: more than some hundred are not summed up on the event loop. */
    private static final int ENTRY_CHARACTERS = 256;

    private final Vertx vertx;
    private final QueryPool pool;
    private final ScopedStore scoped;
    private final CampaignStore campaigns;
    private final InspectionStore inspections;
    private final AccessLogStore log;
    private final PremisesKinds kinds;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final ReadLog reads;

    CampaignEndpoints(
            Vertx vertx,
            QueryPool pool,
            ScopedStore scoped,
            CampaignStore campaigns,
            InspectionStore inspections,
            AccessLogStore log,
            PremisesKinds kinds,
            InstantSource clock,
            Supplier<UUID> ids,
            ReadLog reads) {
        this.reads = reads;
        this.vertx = vertx;
        this.pool = pool;
        this.scoped = scoped;
        this.campaigns = campaigns;
        this.inspections = inspections;
        this.log = log;
        this.kinds = kinds;
        this.clock = clock;
        this.ids = ids;
    }

    /** A campaign and its entries. */
    private record CampaignWithEntries(Campaign campaign, List<CampaignEntry> entries) {
        JsonObject json() {
            var done = new JsonArray();
            entries.stream().map(CampaignEntry::json).forEach(done::add);
            return campaign.json().put("entries", done);
        }

        CampaignEntry entry(UUID id, String pointer) {
            return entries.stream()
                    .filter(one -> one.id().equals(id) && one.isActivity())
                    .findFirst()
                    .orElseThrow(() -> Refused.body(pointer, "expected an activity or inspection of the campaign"));
        }

        /** How many activities an entry lies in, itself included. */
        int depth(CampaignEntry entry) {
            var withins = new HashMap<UUID, UUID>();
            entries.stream()
                    .filter(one -> one.within() != null)
                    .forEach(one -> withins.put(one.id(), Objects.requireNonNull(one.within())));
            int depth = 0;
            for (UUID at = entry.id(); at != null && depth <= DEPTH_MAX; at = withins.get(at)) {
                depth++;
            }
            return depth;
        }
    }

    public Future<Reply> create(AuthorisedCall call) {
        Campaign campaign = campaign(call);
        return pool.withTransaction(connection -> campaigns
                        .create(connection, campaign, call.account())
                        .compose(created -> log.append(connection, logged(call, Action.CREATE_CAMPAIGN, campaign))))
                .compose(created -> shown(call, campaign.id()))
                .map(Reply::created);
    }

    public Future<Reply> list(AuthorisedCall call) {
        var after = Cursor.AfterViolation.of(call.query("cursor"));
        return scoped.read(call.account(), client -> campaigns.list(client, call.account(), after, call.limit()))
                .map(page -> {
                    var items = new JsonArray();
                    page.items().stream().map(Campaign::json).forEach(items::add);
                    return new JsonObject()
                            .put("items", items)
                            .put("next", page.next())
                            .put("position", page.position());
                })
                .compose(list -> reads.list(call.account(), Action.LIST_CAMPAIGNS, list))
                .map(Reply::ok);
    }

    public Future<Reply> one(AuthorisedCall call) {
        return shown(call, call.id(CampaignId::new)).map(Reply::ok);
    }

    /** Changes its name, days or units; refused if it was changed in the meantime. */
    public Future<Reply> change(AuthorisedCall call) {
        return write(call, (connection, known) -> {
                    Campaign now = known.campaign();
                    if (call.body().getInteger("version") != now.version()) {
                        throw Refused.with(409, "The campaign has been changed in the meantime.");
                    }
                    return campaigns.change(connection, changed(call, now), call.account(), clock.instant());
                })
                .compose(changed -> shown(call, call.id(CampaignId::new)))
                .map(Reply::ok);
    }

    private static Campaign changed(AuthorisedCall call, Campaign now) {
        JsonObject body = call.body();
        LocalDate from = BodyFields.neededDate(body, "from");
        return new Campaign(
                now.id(),
                now.version() + 1,
                body.getString("name"),
                now.region(),
                now.authorities(),
                texts(body.getJsonArray("units", new JsonArray())),
                from,
                lastDay(body, from),
                now.at());
    }

    private static LocalDate lastDay(JsonObject body, LocalDate from) {
        LocalDate to = BodyFields.neededDate(body, "to");
        if (to.isBefore(from)) {
            throw Refused.body("/to", "expected a day not before from");
        }
        return to;
    }

    public Future<Reply> addEntry(AuthorisedCall call) {
        return write(
                        call,
                        (connection, known) -> entry(connection, call, known)
                                .compose(entry ->
                                        campaigns.add(connection, call.id(CampaignId::new), entry, call.account())))
                .compose(added -> shown(call, call.id(CampaignId::new)))
                .map(Reply::created);
    }

    public Future<Reply> withdrawEntry(AuthorisedCall call) {
        UUID id = UUID.fromString(call.path("entry"));
        return write(call, (connection, known) -> {
                    boolean own = known.entries().stream()
                            .anyMatch(one -> one.id().equals(id)
                                    && one.authority() == call.account().authority());
                    if (!own) {
                        throw Refused.unknown();
                    }
                    if (known.entries().stream().anyMatch(one -> id.equals(one.within()))) {
                        throw Refused.with(409, "Other entries are part of this one: withdraw them first.");
                    }
                    return campaigns.withdraw(connection, id, call.account(), clock.instant());
                })
                .map(withdrawn -> Reply.ended());
    }

    public Future<Reply> report(AuthorisedCall call) {
        return scoped.read(
                        call.account(),
                        client -> known(client, call, call.id(CampaignId::new))
                                .compose(known -> campaigns
                                        .confirmed(client, inspectionsOf(known))
                                        .compose(confirmed -> SizedWork.run(
                                                vertx,
                                                (long) ENTRY_CHARACTERS
                                                        * known.entries().size(),
                                                () -> report(known, confirmed)))))
                .compose(report -> log.append(
                                AccessEntry.done(Actor.account(call.account().id()), Action.READ_REPORT)
                                        .on(Subject.of(call.id(CampaignId::new))))
                        .map(logged -> Reply.ok(report)));
    }

    private JsonObject report(CampaignWithEntries known, List<CampaignReport.Confirmed> confirmed) {
        List<CampaignEntry> entries = known.entries();
        var gathered = new CampaignRecords(
                entries.stream()
                        .filter(CampaignEntry::isActivity)
                        .map(CampaignEntry::asActivity)
                        .toList(),
                entries.stream()
                        .filter(CampaignEntry::isTraining)
                        .map(CampaignEntry::asTraining)
                        .toList(),
                entries.stream()
                        .filter(CampaignEntry::isLetters)
                        .map(CampaignEntry::asLetters)
                        .toList(),
                confirmed);
        return known.campaign().json().mergeIn(CampaignReportJson.of(CampaignReport.of(gathered, kinds)));
    }

    private static List<InspectionId> inspectionsOf(CampaignWithEntries known) {
        return known.entries().stream()
                .map(CampaignEntry::inspection)
                .filter(Objects::nonNull)
                .toList();
    }

    /** A write to a campaign whose lock is held. */
    private interface Writing {
        Future<Void> write(SqlConnection connection, CampaignWithEntries known);
    }

    private Future<Void> write(AuthorisedCall call, Writing writing) {
        return scoped.read(call.account(), client -> known(client, call, call.id(CampaignId::new)))
                .compose(seen -> pool.withTransaction(connection -> campaigns
                        .lock(connection, call.id(CampaignId::new))
                        .compose(locked -> known(connection, call, call.id(CampaignId::new)))
                        .compose(known -> writing.write(connection, known)
                                .compose(written -> log.append(
                                        connection, logged(call, Action.CHANGE_CAMPAIGN, known.campaign()))))));
    }

    private Future<CampaignEntry> entry(SqlConnection connection, AuthorisedCall call, CampaignWithEntries known) {
        JsonObject body = call.body();
        if (known.entries().size() >= ENTRIES_MAX) {
            throw Refused.with(409, "A campaign has at most " + ENTRIES_MAX + " entries.");
        }
        UUID within = within(body, known);
        if (!body.getString("type").equals("inspection")) {
            String unit = body.getString("unit");
            if (unit == null) {
                throw Refused.body("/unit", "is required");
            }
            return Future.succeededFuture(entry(call, unit, null, within, CampaignEntry.figures(body, kinds)));
        }
        InspectionId id = inspection(body, known);
        return inspections.find(connection, call.account(), id).map(found -> {
            Inspection inspection = found.filter(one -> one.entered().closed())
                    .orElseThrow(() -> Refused.body("/inspection", "expected a closed inspection that you may see"));
            return entry(call, inspection.entered().unit(), id, within, CampaignEntry.figures(inspection));
        });
    }

    private CampaignEntry entry(
            AuthorisedCall call,
            String unit,
            @Nullable InspectionId inspection,
            @Nullable UUID within,
            JsonObject figures) {
        return new CampaignEntry(
                ids.get(),
                call.body().getString("type"),
                Objects.requireNonNull(call.account().authority(), "a regulator has an authority"),
                unit,
                clock.instant(),
                inspection,
                within,
                figures);
    }

    private static @Nullable UUID within(JsonObject body, CampaignWithEntries known) {
        String within = body.getString("within");
        boolean activity = !body.getString("type").equals("training")
                && !body.getString("type").equals("letters");
        if (within != null && !activity) {
            throw Refused.body("/within", "belongs to an activity or inspection");
        }
        if (within == null) {
            return null;
        }
        CampaignEntry around = known.entry(UUID.fromString(within), "/within");
        if (known.depth(around) > DEPTH_MAX) {
            throw Refused.body("/within", "expected an activity that is part of fewer than " + DEPTH_MAX + " others");
        }
        return around.id();
    }

    /** An inspection is entered once in a campaign: otherwise it would count twice. */
    private static InspectionId inspection(JsonObject body, CampaignWithEntries known) {
        String named = body.getString("inspection");
        if (named == null) {
            throw Refused.body("/inspection", "is required");
        }
        var id = new InspectionId(UUID.fromString(named));
        if (inspectionsOf(known).contains(id)) {
            throw Refused.with(409, "The inspection is already in this campaign.");
        }
        return id;
    }

    private Future<JsonObject> shown(AuthorisedCall call, CampaignId id) {
        return scoped.read(call.account(), client -> known(client, call, id)).map(CampaignWithEntries::json);
    }

    private Future<CampaignWithEntries> known(SqlClient client, AuthorisedCall call, CampaignId id) {
        return campaigns
                .find(client, call.account(), id)
                .map(found -> found.orElseThrow(Refused::unknown))
                .compose(
                        found -> campaigns.entries(client, id).map(entries -> new CampaignWithEntries(found, entries)));
    }

    private Campaign campaign(AuthorisedCall call) {
        JsonObject body = call.body();
        RegionCode own = Objects.requireNonNull(call.account().region(), "a regulator has a region");
        RegionCode region = Objects.requireNonNullElse(RegionCode.orNull(body.getString("region")), own);
        Authority authority = Objects.requireNonNull(call.account().authority(), "a regulator has an authority");
        List<Authority> authorities =
                texts(body.getJsonArray("authorities", new JsonArray().add(authority.wire()))).stream()
                        .map(Authority::of)
                        .toList();
        LocalDate from = BodyFields.neededDate(body, "from");
        if (!own.covers(region)) {
            throw Refused.body("/region", "expected one within your own");
        }
        if (!authorities.contains(authority)) {
            throw Refused.body("/authorities", "must include your own");
        }
        List<String> units = texts(body.getJsonArray("units", new JsonArray()));
        return new Campaign(
                new CampaignId(ids.get()),
                1,
                body.getString("name"),
                region,
                authorities,
                units,
                from,
                lastDay(body, from),
                clock.instant());
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(String::valueOf).distinct().toList();
    }

    private static AccessEntry logged(AuthorisedCall call, Action action, Campaign campaign) {
        return AccessEntry.done(Actor.account(call.account().id()), action)
                .on(Subject.of(campaign.id()))
                .inRegion(campaign.region());
    }
}
