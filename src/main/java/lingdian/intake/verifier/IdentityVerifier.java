package lingdian.intake.verifier;

import io.vertx.core.Future;
import java.util.HexFormat;
import lingdian.domain.PlaceCode;
import lingdian.domain.document.Document;
import lingdian.domain.document.NamedToken;
import lingdian.law.judge.Confirmation;

/**
 * An outside service that knows whether a document and a name belong together.
 *
 * <p>Asked before a login's turn comes, never under a lock. Its future never fails and always completes, within a
 * bounded time: what goes wrong is {@link Confirmation#NO_ANSWER}.
 */
@FunctionalInterface
public interface IdentityVerifier {
    /** Used where there is no verifier: every question gets no answer. */
    IdentityVerifier NONE = (asker, question) -> Future.succeededFuture(Confirmation.NO_ANSWER);

    /** @param asker for whom it is asked, which the verifier is not told */
    Future<Confirmation> verify(Asker asker, Question question);

    /**
     * Those whose questions share their failures: a café may ask what the verifier cannot answer.
     *
     * @param again whether nobody waits for the answer any more
     */
    record Asker(PlaceCode placeCode, boolean again) {}

    /**
     * The complete question: it names neither the café, nor where or when the person logs in.
     *
     * @param key stands for the other three without telling them
     */
    record Question(String key, String type, String number, String name) {
        /** @param person whose hash covers person and name: a key that tells neither */
        public static Question of(Document document, NamedToken person) {
            return new Question(
                    HexFormat.of().formatHex(person.nameHash()), document.type(), document.number(), document.name());
        }

        @Override
        public String toString() {
            return "Question"; // all of it is personal
        }
    }
}
