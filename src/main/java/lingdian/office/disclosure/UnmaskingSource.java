package lingdian.office.disclosure;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lingdian.access.account.Refused;
import lingdian.domain.document.AgeGroup;
import lingdian.domain.document.Credential;
import lingdian.domain.document.Document;
import lingdian.domain.document.LoginRef;
import lingdian.office.disclosure.Unmasking.SecondPerson;
import lingdian.office.disclosure.Unmasking.TextRef;
import lingdian.office.disclosure.UnmaskingStore.Target;
import lingdian.vault.seal.SealedStore;
import lingdian.vault.seal.SealedTextStore;
import lingdian.vault.seal.SealedTextStore.Opened;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;

/**
 * Opens what one violation masks: its person's document, or a quarantined text.
 *
 * <p>The document is opened even if it may not be shown yet, since only the document tells whether its holder was a
 * minor.
 */
final class UnmaskingSource {
    private final UnmaskingStore store;
    private final SealedStore documents;
    private final SealedTextStore texts;

    UnmaskingSource(Vault vault, UnmaskingStore store) {
        this.store = store;
        this.documents = new SealedStore(vault);
        this.texts = new SealedTextStore(vault);
    }

    /** The opened data. */
    sealed interface UnmaskedContent {
        /** Why a second person must approve; null if none is needed. */
        @Nullable
        SecondPerson secondPerson();
    }

    /** @param age at the login */
    record Person(Document document, AgeGroup age) implements UnmaskedContent {
        @Override
        public @Nullable SecondPerson secondPerson() {
            return SecondPerson.of(age);
        }

        @Override
        public String toString() {
            return "Person";
        }
    }

    record Texts(List<Opened> texts) implements UnmaskedContent {
        @Override
        public SecondPerson secondPerson() {
            return SecondPerson.QUARANTINE;
        }
    }

    /**
     * Opens the data. Fails with a {@link lingdian.platform.http.Problem.Thrown} if there is none, or it is no longer kept.
     */
    Future<UnmaskedContent> open(SqlClient client, Target target, @Nullable TextRef text) {
        return text == null ? person(client, target) : texts(client, target, text);
    }

    private Future<UnmaskedContent> person(SqlClient client, Target target) {
        LoginRef login = target.login();
        if (login == null) {
            return Future.failedFuture(
                    Refused.coded(409, "no-person", "This violation does not concern a single person."));
        }
        return store.localDay(client, login)
                .compose(day -> documents.documents(client, List.of(login)).map(found -> person(login, day, found)));
    }

    private static UnmaskedContent person(LoginRef login, Optional<LocalDate> day, Map<LoginRef, Credential> found) {
        Credential credential = found.get(login);
        if (credential == null || day.isEmpty()) {
            throw Refused.coded(410, "no-longer-kept", "The document is no longer kept.");
        }
        if (credential instanceof Document document) {
            return new Person(document, AgeGroup.of(document, day.get()));
        }
        throw Refused.coded(409, "network-identity", "A network identity is never shown, and no document was.");
    }

    private Future<UnmaskedContent> texts(SqlClient client, Target target, TextRef text) {
        return store.proving(client, target.violationId(), text)
                .compose(proof -> texts.open(
                        client, proof.isPresent() ? target.everything() : target.nearby(), text.stream(), text.seq()))
                .map(opened -> {
                    if (opened.isEmpty()) {
                        throw Refused.unknown();
                    }
                    return new Texts(opened);
                });
    }
}
