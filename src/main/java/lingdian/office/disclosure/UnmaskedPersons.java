package lingdian.office.disclosure;

import io.vertx.core.Future;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import lingdian.access.account.Account;
import lingdian.access.account.Refused;
import lingdian.access.account.ScopedStore;
import lingdian.domain.ViolationId;
import lingdian.domain.document.Document;
import lingdian.domain.region.Scope;
import lingdian.office.permission.Permission;

/** The person that a granted unmasking shows, for another feature that prints it. */
public final class UnmaskedPersons {
    private static final String EXPECTED =
            "expected one that was granted to this account for a person of this case, and runs";

    private final ScopedStore readers;
    private final UnmaskingStore store;
    private final UnmaskingService unmaskings;

    UnmaskedPersons(ScopedStore readers, UnmaskingStore store, UnmaskingService unmaskings) {
        this.readers = readers;
        this.store = store;
        this.unmaskings = unmaskings;
    }

    /**
     * A person that was shown.
     *
     * @param bySecondPerson whether a second person had to approve
     */
    public record Shown(ViolationId violation, boolean bySecondPerson, Document document) {
        @Override
        public String toString() {
            return "Shown[" + violation + "]";
        }
    }

    /**
     * The account's unmasking of a violation's person that a second person granted and that runs now, if there is one and the
     * account is still as it was then.
     */
    public Future<Optional<UUID>> running(Account account, Scope scope, ViolationId violation) {
        return readers.read(account, client -> store.running(client, scope, account.id(), violation, unmaskings.now()))
                .compose(found -> found.map(this::usable).orElse(Future.succeededFuture(Optional.empty())));
    }

    private Future<Optional<UUID>> usable(Unmasking running) {
        return unmaskings
                .isUnchanged(running)
                .map(unchanged -> unchanged ? Optional.of(running.id()) : Optional.empty());
    }

    /**
     * The document of the person. Each look is logged, as one at the unmasking itself.
     *
     * @param among the violations of which the unmasking must be one
     * @param pointer to the unmasking in the request's body, where it is none that this account may use now
     */
    public Future<Shown> document(
            Account account, Scope scope, UUID unmasking, Collection<ViolationId> among, String pointer) {
        return readers.read(account, client -> store.one(client, scope, unmasking))
                .map(found -> found.filter(one -> isUsable(one, account, among))
                        .orElseThrow(() -> Refused.body(pointer, EXPECTED)))
                .compose(usable -> unmaskings.look(account, scope, usable))
                .map(answer -> {
                    if (answer.shown() instanceof UnmaskingSource.Person person) {
                        Unmasking used = answer.unmasking();
                        return new Shown(used.violationId(), used.secondPerson() != null, person.document());
                    }
                    throw Refused.body(pointer, EXPECTED);
                });
    }

    private boolean isUsable(Unmasking one, Account account, Collection<ViolationId> among) {
        return one.text() == null
                && among.contains(one.violationId())
                && one.permission().askedBy().equals(account.id())
                && one.permission().at(unmaskings.now()) == Permission.State.GRANTED;
    }
}
