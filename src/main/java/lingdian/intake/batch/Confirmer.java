package lingdian.intake.batch;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import lingdian.domain.PlaceCode;
import lingdian.domain.RegionCode;
import lingdian.domain.document.Document;
import lingdian.domain.document.NamedToken;
import lingdian.domain.event.AgentEvent;
import lingdian.law.judge.Confirmation;
import lingdian.law.judge.Rules;
import org.jspecify.annotations.Nullable;

/** Asks the outside verifier about logins, where the café's region demands it. Elsewhere it costs nothing. */
final class Confirmer {
    private final IdentityVerifier verifier;
    private final Supplier<Rules.Identification> where;
    private final Facts facts;

    /** @param where by the rules in force now */
    Confirmer(IdentityVerifier verifier, Supplier<Rules.Identification> where, Facts facts) {
        this.verifier = verifier;
        this.where = where;
        this.facts = facts;
    }

    /** Learns the region of a café before its first event. */
    Future<Void> learn(SqlClient client, Collection<PlaceCode> placeCodes) {
        return verifier == IdentityVerifier.NONE ? Future.succeededFuture() : facts.learn(client, placeCodes);
    }

    /** Whether any region demands it. */
    boolean asks() {
        return !where.get().outsideVerification().isEmpty();
    }

    /**
     * Whether the verifier has to be asked about these events. A region that changed since it was known last only means
     * that a login is not asked about: the judge, who knows it exactly, treats that as no answer.
     */
    boolean asks(PlaceCode placeCode, List<PreparedEvent> events) {
        RegionCode region = asks() ? facts.region(placeCode) : null;
        return region != null
                && where.get().verificationRequired(region)
                && events.stream().anyMatch(event -> question(event) != null);
    }

    /**
     * Asks about the logins among {@code events}, all at once.
     *
     * @param ackedSeq those up to it were answered already
     */
    Future<Map<Long, Confirmation>> ask(List<PreparedEvent> events, long ackedSeq) {
        var asked = new HashMap<Long, Future<Confirmation>>();
        for (PreparedEvent event : events) {
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

    /** A malformed document is refused, whatever the verifier answers. */
    private static IdentityVerifier.@Nullable Question question(PreparedEvent event) {
        return event.event() instanceof AgentEvent.Login login
                        && event.identity() != null
                        && event.identity().form().wellFormed()
                ? question(login.document(), event.tokens().getFirst())
                : null;
    }

    /** @param person whose hash covers person and name: a key that tells neither */
    static IdentityVerifier.Question question(Document document, NamedToken person) {
        return new IdentityVerifier.Question(
                HexFormat.of().formatHex(person.nameHash()), document.type(), document.number(), document.name());
    }
}
