package lingdian.intake.verifier;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import lingdian.domain.document.Credential;
import lingdian.domain.document.Document;
import lingdian.domain.document.NamedToken;
import lingdian.intake.commit.DatabaseFailure;
import lingdian.law.judge.Confirmation;
import lingdian.platform.database.CommitPool;
import lingdian.record.journal.UnverifiedStore;
import lingdian.record.journal.UnverifiedStore.DueVerification;
import lingdian.vault.seal.SealedStore;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again about logins whose session opened unverified, until there is an answer (handbook, registry.md).
 *
 * <p>They are rows: a restart forgets none. A claim puts a row off by the time after which it is asked again, in a
 * transaction of its own, so that no lock is held while the verifier is asked, and other nodes take over the claims of
 * a node that dies.
 */
public final class LateConfirmations {
    private static final Logger LOG = LoggerFactory.getLogger(LateConfirmations.class);
    private static final int AT_ONCE = 20;

    private final CommitPool pool;
    private final Vault vault;
    private final IdentityVerifier verifier;
    private final InstantSource clock;
    private final Duration retry;
    private final Function<LateAnswer, Future<Void>> handOver;
    private final UnverifiedStore store = new UnverifiedStore();
    private final SealedStore documents;

    /** @param handOver takes an answer to the café that it is about; completes when it is committed */
    public LateConfirmations(
            CommitPool pool,
            Vault vault,
            IdentityVerifier verifier,
            InstantSource clock,
            Duration retry,
            Function<LateAnswer, Future<Void>> handOver) {
        this.pool = pool;
        this.vault = vault;
        this.verifier = verifier;
        this.clock = clock;
        this.retry = retry;
        this.handOver = handOver;
        this.documents = new SealedStore(vault);
    }

    /**
     * Asks about all logins that are due, once: what gets no answer must not keep others from theirs. Never fails: the rest
     * is asked about later.
     */
    public Future<Void> sweep() {
        Promise<Void> over = Promise.promise();
        sweep(over);
        return over.future();
    }

    private void sweep(Promise<Void> over) {
        Instant now = clock.instant();
        store.claim(pool, now, now.plus(retry), AT_ONCE)
                .compose(this::ask)
                .onSuccess(more -> {
                    if (more) {
                        sweep(over);
                    } else {
                        over.complete();
                    }
                })
                .onFailure(failure -> {
                    LOG.warn("Unverified logins are asked about later: {}", DatabaseFailure.say(failure));
                    over.complete();
                });
    }

    /** @return whether to continue: there may be more */
    private Future<Boolean> ask(List<DueVerification> due) {
        return Future.join(due.stream().map(this::ask).toList()).map(all -> due.size() == AT_ONCE);
    }

    private Future<Void> ask(DueVerification due) {
        return documents
                .documents(pool, List.of(due.login()))
                .compose(found -> answer(due, found.get(due.login())))
                .compose(answer -> taken(due, answer))
                .onFailure(failure ->
                        LOG.error("An unverified login cannot be asked about: {}", DatabaseFailure.say(failure)));
    }

    /** Null where no document is kept any more: then the verifier cannot be asked. */
    private Future<@Nullable Confirmation> answer(DueVerification due, @Nullable Credential credential) {
        if (!(credential instanceof Document document)) {
            return Future.succeededFuture(null);
        }
        NamedToken person = vault.names(document).getFirst();
        var asker = new IdentityVerifier.Asker(due.session().placeCode(), true);
        return verifier.verify(asker, IdentityVerifier.Question.of(document, person))
                .otherwise(Confirmation.NO_ANSWER)
                .map(answer -> answer);
    }

    private Future<Void> taken(DueVerification due, @Nullable Confirmation answer) {
        if (answer == Confirmation.NO_ANSWER) {
            return Future.succeededFuture();
        }
        if (answer == null) {
            return store.forget(pool, due.session());
        }
        return handOver.apply(new LateAnswer(due.session(), answer, clock.instant()));
    }
}
