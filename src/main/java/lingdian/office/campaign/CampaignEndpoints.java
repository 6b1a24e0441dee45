package lingdian.office.campaign;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.Authority;
import lingdian.domain.CampaignId;
import lingdian.domain.RegionCode;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.BodyFields;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.ReadLog;
import lingdian.office.api.Reply;
import lingdian.office.inspection.PremisesKinds;
import lingdian.office.query.Cursor;
import lingdian.platform.database.QueryPool;
import lingdian.platform.work.SizedWork;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;

/** {@code /campaigns}: campaigns, the regions that join them, and their reports. */
final class CampaignEndpoints {
    /** About what an entry is as JSON: more than some hundred are not summed up on the event loop. */
    private static final int ENTRY_CHARACTERS = 256;

    private final Vertx vertx;
    private final QueryPool pool;
    private final ScopedStore scoped;
    private final CampaignStore campaigns;
    private final CampaignAccess access;
    private final AccessLogStore log;
    private final PremisesKinds kinds;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final ReadLog reads;

    CampaignEndpoints(OfficeContext office, CampaignStore campaigns, CampaignAccess access, PremisesKinds kinds) {
        vertx = office.vertx();
        pool = office.pool();
        scoped = office.scoped();
        log = office.log();
        clock = office.clock();
        ids = office.ids();
        reads = office.reads();
        this.campaigns = campaigns;
        this.access = access;
        this.kinds = kinds;
    }

    Future<Reply> create(AuthorisedCall call) {
        Campaign campaign = campaign(call);
        return pool.withTransaction(connection -> campaigns
                        .create(connection, campaign, call.account())
                        .compose(created ->
                                log.append(connection, CampaignAccess.logged(call, Action.CREATE_CAMPAIGN, campaign))))
                .compose(created -> access.shown(call, campaign.id()))
                .map(Reply::created);
    }

    Future<Reply> list(AuthorisedCall call) {
        var after = Cursor.AfterViolation.of(call.query("cursor"));
        return scoped.read(
                        call.account(),
                        call.freshness(),
                        client -> campaigns.list(client, call.account(), after, call.limit()))
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

    Future<Reply> one(AuthorisedCall call) {
        return access.shown(call, call.id(CampaignId::new)).map(Reply::ok);
    }

    /** Changes its name, days, units or basis; refused if it was changed in the meantime. */
    Future<Reply> change(AuthorisedCall call) {
        return access.write(call, Action.CHANGE_CAMPAIGN, (connection, known) -> {
                    if (!known.isIssuer()) {
                        throw Refused.with(403, "Only the region that issued a campaign changes it.");
                    }
                    refuseStale(call, known.campaign().version());
                    return campaigns.change(
                            connection, changed(call, known.campaign()), call.account(), clock.instant());
                })
                .compose(changed -> one(call));
    }

    private static void refuseStale(AuthorisedCall call, int version) {
        if (call.body().getInteger("version") != version) {
            throw Refused.with(409, "The campaign has been changed in the meantime.");
        }
    }

    /** Joins the account's region, or changes what it stated on joining. */
    Future<Reply> join(AuthorisedCall call) {
        return access.write(call, Action.JOIN_CAMPAIGN, (connection, known) -> {
                    if (known.isIssuer()) {
                        throw Refused.with(409, "Your region issued this campaign: the regions below it join.");
                    }
                    return campaigns.join(
                            connection, known.campaign().id(), joins(call, known), call.account(), clock.instant());
                })
                .compose(joined -> access.shown(call, call.id(CampaignId::new)))
                .map(Reply::created);
    }

    private Participant joins(AuthorisedCall call, CampaignLedger known) {
        JsonObject body = call.body();
        Integer version = body.getInteger("version");
        int present =
                known.participant(known.region()).map(Participant::version).orElse(0);
        if (version == null && present > 0) {
            throw Refused.with(409, "Your region has joined already: state the version that you read to change it.");
        }
        if (version != null && version != present) {
            throw Refused.with(409, "What your region stated has been changed in the meantime.");
        }
        return new Participant(
                known.region(),
                present + 1,
                texts(body.getJsonArray("units", new JsonArray())),
                CampaignBasis.of(body),
                clock.instant());
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
                CampaignBasis.of(body),
                now.at());
    }

    private static LocalDate lastDay(JsonObject body, LocalDate from) {
        LocalDate to = BodyFields.neededDate(body, "to");
        if (to.isBefore(from)) {
            throw Refused.body("/to", "expected a day not before from");
        }
        return to;
    }

    Future<Reply> report(AuthorisedCall call) {
        CampaignId id = call.id(CampaignId::new);
        return scoped.read(
                        call.account(),
                        client -> access.read(client, call, id)
                                .compose(known -> campaigns
                                        .confirmed(client, known.inspections())
                                        .compose(confirmed -> campaigns
                                                .counties(
                                                        client, known.campaign().region())
                                                .compose(counties -> SizedWork.run(
                                                        vertx,
                                                        (long) ENTRY_CHARACTERS
                                                                * known.whole().size(),
                                                        () -> report(known, confirmed, counties))))))
                .compose(report -> log.append(
                                AccessEntry.done(Actor.account(call.account().id()), Action.READ_REPORT)
                                        .on(Subject.of(id)))
                        .map(logged -> Reply.ok(report)));
    }

    private JsonObject report(
            CampaignLedger known, List<CampaignReport.Confirmed> confirmed, List<RegionCode> counties) {
        var gathered = CampaignProgress.records(known.entries(), confirmed);
        return known.campaign()
                .json()
                .put("reader", known.region().value())
                .mergeIn(CampaignReportJson.of(CampaignReport.of(gathered, kinds)))
                .put(
                        "regions",
                        CampaignReportJson.regions(CampaignProgress.of(known, counties, kinds), known.campaign()));
    }

    private Campaign campaign(AuthorisedCall call) {
        JsonObject body = call.body();
        RegionCode own = CampaignLedger.regionOf(call.account());
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
                CampaignBasis.of(body),
                clock.instant());
    }

    private static List<String> texts(JsonArray array) {
        return array.stream().map(String::valueOf).distinct().toList();
    }
}
