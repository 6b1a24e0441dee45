package lingdian.access.signin;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import lingdian.access.signin.AttemptStore.Subject;
import lingdian.access.signin.SignIn.Outcome;
import lingdian.access.signin.SignInLog.Entry;
import lingdian.access.signin.SignInLog.What;
import lingdian.domain.AccountId;
import lingdian.platform.http.ClientAddress;

/**
 * The second step of a sign-in, for people who have a passkey and typed only their password: the passkey, or a code after
 * all.
 *
 * <p>It counts as an attempt like the first one. The first one's count stands until this step succeeds, so that whoever
 * knows a password tries no more codes than whoever does not.
 */
final class SecondStep {
    private final PeopleStore people;
    private final SecondFactor secondFactor;
    private final Passkeys passkeys;
    private final SignIn signIn;
    private final SignInLog log;

    SecondStep(PeopleStore people, SecondFactor secondFactor, Passkeys passkeys, SignIn signIn, SignInLog log) {
        this.people = people;
        this.secondFactor = secondFactor;
        this.passkeys = passkeys;
        this.signIn = signIn;
        this.log = log;
    }

    /** What the person shows. */
    sealed interface Proof {
        record Code(String typed) implements Proof {
            @Override
            public String toString() {
                return "Code"; // it is a secret
            }
        }

        /** @param answer of the browser, as JSON */
        record Signed(String challenge, String answer) implements Proof {
            @Override
            public String toString() {
                return "Signed";
            }
        }
    }

    /**
     * A person's input.
     *
     * @param account whose password was typed in the first step
     */
    record Attempt(AccountId account, Proof proof, ClientAddress address, String device, BrowserKind browser) {
        @Override
        public String toString() {
            return "Attempt";
        }
    }

    /** Refuses a person whose second factor was reset, or whose account was ended, since the first step. */
    Future<Outcome> attempt(Attempt attempt) {
        return people.of(attempt.account()).compose(found -> {
            Optional<Person> person = found.filter(one -> one.factor() != null && one.signInName() != null);
            return person.isEmpty() ? refused(attempt, found) : attempt(attempt, person.get());
        });
    }

    private Future<Outcome> attempt(Attempt attempt, Person person) {
        String signInName = String.valueOf(person.signInName());
        return signIn.count(signInName, attempt.address(), attempt.device())
                .compose(counted -> counted.mayBeMade()
                        ? check(attempt, person, counted.subjects())
                        : signIn.lockedOut(counted.remaining(), attempt.address(), signInName));
    }

    private Future<Outcome> check(Attempt attempt, Person person, List<Subject> subjects) {
        return switch (attempt.proof()) {
            case Proof.Code(String typed) ->
                secondFactor
                        .use(secondFactor.compare(Optional.of(person), typed))
                        .compose(admitted -> admitted
                                ? signIn.signedIn(
                                        What.SIGNED_IN, person, attempt.address(), attempt.browser(), subjects)
                                : refused(attempt, Optional.of(person)));
            case Proof.Signed(String challenge, String answer) ->
                passkeys.use(person.account(), challenge, answer).compose(verdict -> switch (verdict) {
                    case GOOD ->
                        signIn.signedIn(
                                What.SIGNED_IN_BY_PASSKEY, person, attempt.address(), attempt.browser(), subjects);
                    case COPIED -> copied(attempt, person);
                    case WRONG -> refused(attempt, Optional.of(person));
                });
        };
    }

    private Future<Outcome> refused(Attempt attempt, Optional<Person> person) {
        return signIn.refused(
                person,
                attempt.address(),
                person.map(Person::signInName).map(String::valueOf).orElse(""));
    }

    private Future<Outcome> copied(Attempt attempt, Person person) {
        var entry = new Entry(
                What.PASSKEY_COPIED, person.account(), attempt.address(), String.valueOf(person.signInName()));
        return log.write(entry).map(new Outcome.Copied());
    }
}
