package lingdian.intake.verifier;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.intake.commit.Facts;
import lingdian.law.judge.Confirmation;
import lingdian.law.judge.Rules;

/** Asks the outside verifier about logins, where the café's region demands it. Elsewhere it costs nothing. */
public final class Confirmer {
    private final IdentityVerifier verifier;
    private final Supplier<Rules.Identification> where;
    private final Facts facts;

    /** @param where by the rules in force now */
    public Confirmer(IdentityVerifier verifier, Supplier<Rules.Identification> where, Facts facts) {
        this.verifier = verifier;
        this.where = where;
        this.facts = facts;
    }

    /** Learns the region of a café before its first event. */
    public Future<Void> learn(SqlClient client, Collection<PlaceCode> placeCodes) {
        return verifier == IdentityVerifier.NONE ? Future.succeededFuture() : facts.learn(client, placeCodes);
    }

    /** Whether any region demands it. */
    public boolean asks() {
        return !where.get().outsideVerification().isEmpty();
    }

    /**
     * Whether the café's region demands it. A region that changed since it was known last only means that a login is
     * not asked about: the judge, who knows it exactly, treats that as no answer.
     */
    public boolean asks(PlaceCode placeCode) {
        RegionCode region = asks() ? facts.region(placeCode) : null;
        return region != null && where.get().verificationRequired(region);
    }

    /**
     * Asks all questions of a café at once.
     *
     * @param questions by the numbers of their logins, as are the answers
     */
    public Future<Map<Long, Confirmation>> ask(PlaceCode placeCode, Map<Long, IdentityVerifier.Question> questions) {
        var asker = new IdentityVerifier.Asker(placeCode, false);
        var asked = new HashMap<Long, Future<Confirmation>>();
        questions.forEach((seq, question) ->
                asked.put(seq, verifier.verify(asker, question).otherwise(Confirmation.NO_ANSWER)));
        return Future.join(List.copyOf(asked.values())).map(all -> {
            var answers = new HashMap<Long, Confirmation>();
            asked.forEach((seq, answer) -> answers.put(seq, answer.result()));
            return answers;
        });
    }
}
