package lingdian.office.rules;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Objects;
import lingdian.access.account.Refused;
import lingdian.domain.AccountId;
import lingdian.domain.ChinaTime;
import lingdian.domain.RegionCode;
import lingdian.law.json.RulesJson;
import lingdian.law.judge.Rules;
import lingdian.law.release.RuleRelease;
import lingdian.office.api.AccessLoggedChanges;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.BodyFields;
import lingdian.office.api.Reply;
import lingdian.office.permission.Approvers;
import lingdian.office.query.Cursor;
import lingdian.office.query.Page;
import lingdian.platform.database.QueryPool;
import lingdian.platform.settings.InvalidConfiguration;
import lingdian.platform.text.Rfc3339;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Actor;
import lingdian.record.accesslog.Subject;
import lingdian.record.release.ReleaseStore;
import lingdian.record.release.Releases;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints for sets of rules (handbook, rules.md#releasing-rules): an administrator proposes one, a second person
 * releases it.
 *
 * <p>Rules apply in every region, so they are released by another administrator, or by a culture regulator of the whole
 * country. Findings of rules in shadow are shown only to the author of their release; to other accounts they do not
 * exist.
 */
final class RuleSetEndpoints {
    private static final int RECENT_DAYS = 30;

    private final QueryPool pool;
    private final ReleaseStore store;
    private final Releases releases;
    private final Approvers approvers;
    private final AccessLoggedChanges changes;
    private final ShadowStore shadow;
    private final Runnable factsChanged;
    private final InstantSource clock;

    RuleSetEndpoints(
            QueryPool pool,
            InstantSource clock,
            ReleaseStore store,
            Releases releases,
            Approvers approvers,
            AccessLoggedChanges changes,
            ShadowStore shadow,
            Runnable factsChanged) {
        this.pool = pool;
        this.clock = clock;
        this.store = store;
        this.releases = releases;
        this.approvers = approvers;
        this.changes = changes;
        this.shadow = shadow;
        this.factsChanged = factsChanged;
    }

    public Future<Reply> list(AuthorisedCall call) {
        Cursor.AfterViolation after = Cursor.AfterViolation.of(call.query("cursor"));
        int limit = call.limit();
        return shadow.position(pool)
                .compose(position -> store.page(
                                pool,
                                after == null ? null : after.detectedAt(),
                                after == null ? null : after.id(),
                                limit + 1)
                        .map(found -> Reply.ok(Page.of(found, limit, RuleSetEndpoints::place)
                                .json(RuleSetEndpoints::outline, position))));
    }

    public Future<Reply> one(AuthorisedCall call) {
        return store.one(pool, call.id())
                .map(found -> json(found.orElseThrow(Refused::unknown)))
                .compose(set -> shadow.recent(
                                pool,
                                LocalDate.ofInstant(clock.instant(), ChinaTime.ZONE)
                                        .minusDays(RECENT_DAYS))
                        .map(recent -> Reply.ok(set.put("recent", new JsonArray(recent)))));
    }

    public Future<Reply> propose(AuthorisedCall call) {
        JsonObject body = call.body();
        Rules rules = rules(body.getJsonObject("content"));
        return releases.propose(call.account().id(), rules, BodyFields.instant(body, "from"))
                .map(outcome -> Reply.created(json(done(outcome))));
    }

    public Future<Reply> approve(AuthorisedCall call) {
        if (!call.account().governs(RegionCode.COUNTRY)) {
            throw Refused.coded(
                    403,
                    "not-everywhere",
                    "Rules apply everywhere, so only an account for the whole country can release them.");
        }
        return store.one(pool, call.id())
                .map(found -> found.orElseThrow(Refused::unknown))
                .compose(proposal ->
                        changes.admitted(approvers.admit(call.account().id(), asker(proposal)), refused(call)))
                .compose(admitted -> releases.approve(call.id(), call.account().id()))
                .map(outcome -> {
                    RuleRelease released = done(outcome);
                    factsChanged.run();
                    return Reply.ok(json(released));
                });
    }

    private static AccessEntry refused(AuthorisedCall call) {
        return AccessEntry.refused(Actor.account(call.account().id()), Action.CHANGE_RULES)
                .on(Subject.of(Subject.Kind.RULES, call.id()));
    }

    /** The author of what the service proposed only sees what it finds; he did not ask for it. */
    private static @Nullable AccountId asker(RuleRelease proposal) {
        return proposal.source() == RuleRelease.Source.SERVICE ? null : proposal.author();
    }

    public Future<Reply> withdraw(AuthorisedCall call) {
        return releases.withdraw(call.id(), call.account().id()).map(outcome -> {
            done(outcome);
            return Reply.ended();
        });
    }

    /** The findings in shadow of a release's rules; empty for any account but its author. */
    public Future<Reply> shadow(AuthorisedCall call) {
        Cursor.AfterViolation after = Cursor.AfterViolation.of(call.query("cursor"));
        int limit = call.limit();
        return store.one(pool, call.id())
                .map(found -> found.filter(release ->
                                release.author().equals(call.account().id()))
                        .orElseThrow(Refused::unknown))
                .compose(release -> shadow.position(pool)
                        .compose(position -> shadow.page(pool, release.version(), after, limit + 1)
                                .map(found -> Reply.ok(Page.of(found, limit, RuleSetEndpoints::place)
                                        .json(ShadowStore.Seen::json, position)))));
    }

    private static RuleRelease done(Releases.Outcome outcome) {
        return switch (outcome) {
            case Releases.Outcome.Done(RuleRelease release) -> release;
            case Releases.Outcome.Unknown ignored -> throw Refused.unknown();
            case Releases.Outcome.Decided(RuleRelease.State state) ->
                throw Refused.coded(409, "decided", "This has already been decided: it is " + state.wire() + ".");
            case Releases.Outcome.SamePerson ignored ->
                throw Refused.coded(403, "same-person", "The account that proposed rules cannot release them.");
            case Releases.Outcome.Outdated ignored ->
                throw Refused.coded(
                        409,
                        "outdated",
                        "Other rules were released, or came into force, since this was proposed; withdraw it and propose it again.");
            case Releases.Outcome.VersionTaken ignored ->
                throw Refused.coded(409, "version-taken", "Rules of this version already exist.");
            case Releases.Outcome.TooEarly(Instant judgedUntil) -> throw Refused.tooEarly(judgedUntil, ChinaTime.ZONE);
        };
    }

    /** Errors name the keys, never their values. */
    private static Rules rules(JsonObject content) {
        String text = content.encode();
        if (text.contains("\\u0000")) {
            throw Refused.invalid(new JsonArray().add(Refused.bodyError("/content", "must not contain U+0000")));
        }
        try {
            return RulesJson.proposed(text);
        } catch (InvalidConfiguration wrong) {
            var errors = new JsonArray();
            wrong.mistakes().forEach(mistake -> errors.add(Refused.bodyError("/content", mistake)));
            throw Refused.invalid(errors);
        }
    }

    private static String place(RuleRelease last) {
        return new Cursor.AfterViolation(last.proposedAt(), last.id()).text();
    }

    private static String place(ShadowStore.Seen last) {
        return new Cursor.AfterViolation(last.detectedAt(), last.id().value()).text();
    }

    private static JsonObject json(RuleRelease release) {
        return outline(release).put("content", new JsonObject(release.content()));
    }

    private static JsonObject outline(RuleRelease release) {
        return new JsonObject()
                .put("id", release.id().toString())
                .put("version", release.version())
                .put("source", release.source().wire())
                .put("state", release.state().wire())
                .put("proposedBy", release.author().toString())
                .put("proposedAt", time(release.proposedAt()))
                .put("from", time(release.askedFrom()))
                .put("decidedBy", Objects.toString(release.decision().by(), null))
                .put("decidedAt", time(release.decision().at()))
                .put("inForceFrom", time(release.decision().beginsAt()))
                .put("fallen", release.fallen())
                .put("refutation", release.refutation() == null ? null : RefutationJson.of(release.refutation()));
    }

    private static @Nullable String time(@Nullable Instant at) {
        return at == null ? null : Rfc3339.format(at, ChinaTime.ZONE);
    }
}
