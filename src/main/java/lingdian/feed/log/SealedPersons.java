package lingdian.feed.log;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import lingdian.domain.document.LoginRef;
import lingdian.domain.document.MaskedPerson;
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
                MaskedPerson document = documents.get(ref(subject));
                if (document != null) {
                    persons.put(subject, view(subject, document));
                }
            }
            return persons;
        });
    }

    /** One document that does not open must not hide the others. */
    private Future<Map<LoginRef, MaskedPerson>> documents(SqlClient client, List<LoginRef> refs) {
        return store.documents(client, refs, MaskedPerson::of)
                .recover(failure -> failure instanceof VaultException && refs.size() > 1
                        ? oneByOne(client, refs)
                        : unopened(failure));
    }

    private Future<Map<LoginRef, MaskedPerson>> oneByOne(SqlClient client, List<LoginRef> refs) {
        var all = refs.stream().map(ref -> documents(client, List.of(ref))).toList();
        return Future.all(all).map(done -> {
            var documents = new HashMap<LoginRef, MaskedPerson>();
            all.forEach(one -> documents.putAll(one.result()));
            return documents;
        });
    }

    private static Future<Map<LoginRef, MaskedPerson>> unopened(Throwable failure) {
        if (failure instanceof VaultException) {
            LOG.error("A sealed document does not open: it was changed, or sealed with another key ring");
            return Future.succeededFuture(Map.of());
        }
        return Future.failedFuture(failure);
    }

    private PersonView view(Subject subject, MaskedPerson document) {
        return new PersonView(
                vault.personRef(subject.violationId().value()), document.type(), document.number(), document.name());
    }

    private static LoginRef ref(Subject subject) {
        return new LoginRef(subject.streamNumber(), subject.loginSeq(), subject.loginDay());
    }
}
