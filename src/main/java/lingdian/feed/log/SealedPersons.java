package lingdian.feed.log;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lingdian.domain.document.Document;
import lingdian.domain.document.LoginRef;
import lingdian.domain.document.Masks;
import lingdian.feed.log.PersonLookup.PersonView;
import lingdian.feed.log.PersonLookup.Subject;
import lingdian.vault.seal.SealedStore;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the sealed documents that violations are about, and shows them masked. */
public final class SealedPersons {
    private static final Logger LOG = LoggerFactory.getLogger(SealedPersons.class);

    private final Vault vault;
    private final SealedStore store;

    /** The masked fields of an opened document. They are short, however long the document is. */
    private record Masked(String type, String number, String name) {
        static Masked of(Document document) {
            return new Masked(
                    Masks.type(document.type()), Masks.number(document.number()), Masks.name(document.name()));
        }

        @Override
        public String toString() {
            return "Masked"; // even masked it is personal data
        }
    }

    public SealedPersons(Vault vault) {
        this.vault = vault;
        this.store = new SealedStore(vault);
    }

    /** A lookup that finds only persons whose documents this client may see. */
    public PersonLookup through(SqlClient client) {
        return subjects -> persons(client, subjects);
    }

    private Future<Map<Subject, PersonView>> persons(SqlClient client, Collection<Subject> subjects) {
        List<LoginRef> refs =
                subjects.stream().map(SealedPersons::ref).distinct().toList();
        return documents(client, refs).map(documents -> {
            var persons = new HashMap<Subject, PersonView>();
            for (Subject subject : subjects) {
                Masked document = documents.get(ref(subject));
                if (document != null) {
                    persons.put(subject, view(subject, document));
                }
            }
            return persons;
        });
    }

    /** One document that does not open must not hide the others. */
    private Future<Map<LoginRef, Masked>> documents(SqlClient client, List<LoginRef> refs) {
        return store.documents(client, refs, Masked::of)
                .recover(failure -> failure instanceof VaultException && refs.size() > 1
                        ? oneByOne(client, refs)
                        : unopened(failure));
    }

    private Future<Map<LoginRef, Masked>> oneByOne(SqlClient client, List<LoginRef> refs) {
        var all = refs.stream().map(ref -> documents(client, List.of(ref))).toList();
        return Future.all(all).map(done -> {
            var documents = new HashMap<LoginRef, Masked>();
            all.forEach(one -> documents.putAll(one.result()));
            return documents;
        });
    }

    private static Future<Map<LoginRef, Masked>> unopened(Throwable failure) {
        if (failure instanceof VaultException) {
            LOG.error("A sealed document does not open: it was changed, or sealed with another key ring");
            return Future.succeededFuture(Map.of());
        }
        return Future.failedFuture(failure);
    }

    private PersonView view(Subject subject, Masked document) {
        return new PersonView(
                vault.personRef(subject.violationId().value()), document.type(), document.number(), document.name());
    }

    private static LoginRef ref(Subject subject) {
        return new LoginRef(subject.streamNumber(), subject.loginSeq(), subject.loginDay());
    }
}
