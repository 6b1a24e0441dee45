package lingdian.office.campaign;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.BiFunction;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.CampaignId;
import lingdian.office.api.AuthorisedCall;
import lingdian.platform.database.QueryPool;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.AccessLogStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;

/** Reads a campaign in its reader's scope, and changes it under its lock with an entry in the access log. */
final class CampaignAccess {
    private final QueryPool pool;
    private final ScopedStore scoped;
    private final CampaignStore campaigns;
    private final AccessLogStore log;

    CampaignAccess(QueryPool pool, ScopedStore scoped, CampaignStore campaigns, AccessLogStore log) {
        this.pool = pool;
        this.scoped = scoped;
        this.campaigns = campaigns;
        this.log = log;
    }

    Future<JsonObject> shown(AuthorisedCall call, CampaignId id) {
        return scoped.read(call.account(), client -> read(client, call, id)).map(CampaignLedger::json);
    }

    /** @return fails with 404 if the account may not see the campaign */
    Future<CampaignLedger> read(SqlClient client, AuthorisedCall call, CampaignId id) {
        return campaigns
                .find(client, call.account(), id)
                .map(found -> found.orElseThrow(Refused::unknown))
                .compose(found -> campaigns
                        .participants(client, id)
                        .compose(participants -> campaigns
                                .entries(client, id)
                                .map(entries -> new CampaignLedger(
                                        found, CampaignLedger.regionOf(call.account()), participants, entries))));
    }

    /** Changes the campaign of the path; {@code writing} sees the entries of all regions. */
    Future<Void> write(
            AuthorisedCall call, Action action, BiFunction<SqlConnection, CampaignLedger, Future<Void>> writing) {
        CampaignId id = call.id(CampaignId::new);
        return scoped.read(call.account(), client -> read(client, call, id))
                .compose(seen -> pool.withTransaction(connection -> campaigns
                        .lock(connection, id)
                        .compose(locked -> read(connection, call, id))
                        .compose(known -> writing.apply(connection, known)
                                .compose(written -> log.append(connection, logged(call, action, known.campaign()))))));
    }

    static AccessEntry logged(AuthorisedCall call, Action action, Campaign campaign) {
        return AccessEntry.done(Actor.account(call.account().id()), action)
                .on(Subject.of(campaign.id()))
                .inRegion(campaign.region());
    }
}
