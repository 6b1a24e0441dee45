package lingdian.intake;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import lingdian.agent.AgentEvent;
import lingdian.identity.Document;
import lingdian.violation.Confirmation;
import lingdian.violation.Rules;
import org.jspecify.annotations.Nullable;

/** Asks the outside verifier about logins, where the café's region demands it. Elsewhere it costs nothing. */
final class Confirmer {
    private static final Future<Map<Long, Confirmation>> NOT_ASKED = Future.succeededFuture(Map.of());

    private final IdentityVerifier verifier;
    private final Rules.Identification where;
    private final Facts facts;

    Confirmer(IdentityVerifier verifier, Rules.Identification where, Facts facts) {
        this.verifier = verifier;
        this.where = where;
        this.facts = facts;
    }

    /** Learns the region of a café before its first event. */
    Future<Void> learn(SqlClient client, String placeCode) {
        return where.outsideVerification().isEmpty()
                ? Future.succeededFuture()
                : facts.learn(client, placeCode);
    }

    /**
     * Asks about the logins among {@code events}, all at once. A region that changed since it was known last only means
     * that a login was not asked about: the judge, who knows it exactly, takes that for no answer.
     *
     * @param ackedSeq those up to it were answered already
     */
    Future<Map<Long, Confirmation>> ask(String placeCode, List<Prepared> events, long ackedSeq) {
        String region = where.outsideVerification().isEmpty() ? null : facts.region(placeCode);
        if (region == null || !where.verificationRequired(region)) {
            return NOT_ASKED;
        }
        var asked = new HashMap<Long, Future<Confirmation>>();
        for (Prepared event : events) {
            IdentityVerifier.Question question = event.seq() > ackedSeq ? question(event) : null;
            if (question != null) {
                asked.put(event.seq(), verifier.verify(question).otherwise(Confirmation.NO_ANSWER));
            }
        }
        return Future.join(List.copyOf(asked.values())).map(all -> {
            var answers = new HashMap<Long, Confirmation>();
            asked.forEach((seq, answer) -> answers.put(seq, answer.result()));
            return answers;
        });
    }

    /** A malformed document is refused whatever anyone says of it. */
    private static IdentityVerifier.@Nullable Question question(Prepared event) {
        return event.event() instanceof AgentEvent.Login login
                        && event.identity() != null
                        && event.nameHash() != null
                        && event.identity().form().wellFormed()
                ? question(login.document(), event.nameHash())
                : null;
    }

    /** @param nameHash covers the person and the name: a key that tells neither */
    static IdentityVerifier.Question question(Document document, byte[] nameHash) {
        return new IdentityVerifier.Question(
                HexFormat.of().formatHex(nameHash), document.type(), document.number(), document.name());
    }
}
