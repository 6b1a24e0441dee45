package lingdian.access.signin;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import lingdian.access.signin.AttemptStore.Subject;
import lingdian.access.signin.SecondFactor.TypedCode;
import lingdian.access.signin.SignInLog.Entry;
import lingdian.access.signin.SignInLog.What;
import lingdian.domain.AccountId;
import lingdian.platform.http.ClientAddress;
import lingdian.platform.http.OpenDoor;
import lingdian.platform.http.Problem;
import lingdian.platform.settings.SignInSettings;
import org.jspecify.annotations.Nullable;

/**
 * Signs people in by password and one-time code, asked for together. Whoever has a passkey and typed no code is asked
 * for either in a {@link SecondStep}.
 *
 * <p>Every failure has an equal answer after equal work: an attacker learns neither whether the account exists nor
 * whether the password or the code was wrong. Only the second step tells that the password was right.
 */
final class SignIn {
    private final PeopleStore people;
    private final Passwords passwords;
    private final PasswordPace pace;
    private final SecondFactor secondFactor;
    private final AttemptStore attempts;
    private final OpenDoor door;
    private final KnownDeviceStore devices;
    private final SignInSessionStore sessions;
    private final SignInLog log;
    private final Set<String> secondFactorFor;
    private final @Nullable Passkeys passkeys;

    /** @param passkeys null if they are impossible at the service's address */
    SignIn(
            PeopleStore people,
            Passwords passwords,
            PasswordPace pace,
            SecondFactor secondFactor,
            AttemptStore attempts,
            OpenDoor door,
            KnownDeviceStore devices,
            SignInSessionStore sessions,
            SignInLog log,
            SignInSettings settings,
            @Nullable Passkeys passkeys) {
        this.people = people;
        this.passwords = passwords;
        this.pace = pace;
        this.secondFactor = secondFactor;
        this.attempts = attempts;
        this.door = door;
        this.devices = devices;
        this.sessions = sessions;
        this.log = log;
        this.secondFactorFor = Set.copyOf(settings.secondFactorFor());
        this.passkeys = passkeys;
    }

    /** How an attempt ended. */
    sealed interface Outcome {
        record SignedIn(Session session) implements Outcome {}

        /** The password was right, no code was typed, and the account has a passkey. */
        record SecondStepNeeded(AccountId account) implements Outcome {}

        record Refused() implements Outcome {}

        /** The passkey is one of two, and admits nobody any more. */
        record Copied() implements Outcome {}

        /** The attempt was not tried, after too many failures, or right passwords in a row. */
        record LockedOut(Duration remaining) implements Outcome {}
    }

    /**
     * An attempt that was counted, if it may be made.
     *
     * @param subjects what it is counted by
     * @param remaining the time to wait; zero if it may be made
     */
    record Counted(List<Subject> subjects, Duration remaining) {
        boolean mayBeMade() {
            return remaining.isZero();
        }
    }

    /**
     * A person's input.
     *
     * @param address the network address that the attempt came from
     * @param device the browser's device cookie; empty if it has none
     * @param browser what kind it is
     */
    record Attempt(
            String signInName,
            String password,
            String code,
            ClientAddress address,
            String device,
            BrowserKind browser) {
        Attempt {
            signInName = signInName.strip().toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return "Attempt";
        }
    }

    Future<Outcome> attempt(Attempt attempt) {
        return count(attempt.signInName(), attempt.address(), attempt.device())
                .compose(counted -> (counted.mayBeMade()
                                ? pace.turn(attempt.signInName(), counted.subjects())
                                : Future.succeededFuture(counted.remaining()))
                        .compose(wait -> wait.isZero()
                                ? check(attempt, counted.subjects())
                                : lockedOut(wait, attempt.address(), attempt.signInName())));
    }

    /** Counts an attempt before it is made; one for which the door has no place has to wait. */
    Future<Counted> count(String signInName, ClientAddress address, String device) {
        return door.attempt(
                address,
                () -> subjects(signInName, address, device)
                        .compose(subjects -> attempts.take(subjects).map(wait -> new Counted(subjects, wait))),
                () -> Future.succeededFuture(new Counted(List.of(), OpenDoor.RETRY_AFTER)));
    }

    /** What the attempt is counted by: a known device by itself, so that nobody else can lock its owner out. */
    private Future<List<Subject>> subjects(String signInName, ClientAddress address, String device) {
        List<Subject> stranger = List.of(
                new Subject.Network(address.network()),
                new Subject.NameFrom(signInName, address.network()),
                new Subject.Name(signInName));
        return device.isEmpty()
                ? Future.succeededFuture(stranger)
                : devices.isKnown(device, signInName)
                        .map(known -> known ? List.of(new Subject.NameOn(signInName, device)) : stranger);
    }

    /** Begins a session for a person signed in by a provider, which asks for its own factors; empty if the account has ended. */
    Future<Optional<Session>> admit(AccountId account, ClientAddress address, BrowserKind browser) {
        return sessions.begin(account, false, browser, null)
                .compose(session -> session.isEmpty()
                        ? Future.succeededFuture(session)
                        : log.write(new Entry(What.SIGNED_IN_BY_PROVIDER, account, address))
                                .map(session));
    }

    /**
     * Whether a signed-in person knows their password; counted like an attempt to sign in, so that a stolen session guesses
     * no better than a stranger, from however many addresses.
     *
     * @param device the browser's device cookie; empty if it has none
     */
    Future<Boolean> knowsPassword(Person person, String password, ClientAddress address, String device) {
        String signInName = String.valueOf(person.signInName());
        return count(signInName, address, device)
                .compose(counted -> (counted.mayBeMade()
                                ? checkInTurn(person, password, address, counted.subjects())
                                : Future.succeededFuture(false))
                        .compose(right -> right
                                ? attempts.succeeded(counted.subjects()).map(true)
                                : refused(Optional.of(person), address, signInName)
                                        .map(false)));
    }

    private Future<Boolean> checkInTurn(Person person, String password, ClientAddress address, List<Subject> subjects) {
        String signInName = String.valueOf(person.signInName());
        return pace.turn(signInName, subjects)
                .compose(wait -> wait.isZero()
                        ? isOf(password, person.passwordHash(), address, subjects)
                        : Future.failedFuture(
                                Problem.of(429, "This account's password was given very often. Try again later.")
                                        .retriedAfter(wait)
                                        .thrown()))
                .onSuccess(right -> countIf(right, signInName));
    }

    private Future<Boolean> isOf(
            String password, @Nullable String hash, ClientAddress address, List<Subject> subjects) {
        Future<Boolean> right = subjects.getFirst() instanceof Subject.NameOn
                ? passwords.isOf(password, hash)
                : passwords.isOf(password, hash, address);
        return right.recover(failure -> attempts.notTried(subjects).transform(done -> Future.failedFuture(failure)));
    }

    private void countIf(boolean right, String signInName) {
        if (right) {
            pace.wasRight(signInName);
        }
    }

    /** Password and code are compared alike, whichever is wrong; only a right pair uses the code up. */
    private Future<Outcome> check(Attempt attempt, List<Subject> subjects) {
        return people.named(attempt.signInName()).compose(person -> {
            TypedCode code = secondFactor.compare(person, attempt.code());
            String hash = person.map(Person::passwordHash).orElse(null);
            return isOf(attempt.password(), hash, attempt.address(), subjects)
                    .onSuccess(right -> countIf(right, attempt.signInName()))
                    .compose(right -> right
                            ? passwordIsRight(attempt, person.orElseThrow(), code, subjects)
                            : refused(person, attempt));
        });
    }

    private Future<Outcome> passwordIsRight(Attempt attempt, Person person, TypedCode code, List<Subject> subjects) {
        return needsSecondStep(attempt, person)
                .compose(needs -> needs
                        ? secondStep(attempt, person, subjects)
                        : secondFactor
                                .use(code)
                                .compose(admitted -> admitted
                                        ? renewed(attempt, person)
                                                .compose(renewed -> signedIn(
                                                        What.SIGNED_IN,
                                                        person,
                                                        attempt.address(),
                                                        attempt.browser(),
                                                        subjects))
                                        : refused(Optional.of(person), attempt)));
    }

    private Future<Boolean> needsSecondStep(Attempt attempt, Person person) {
        return passkeys == null || person.factor() == null || !attempt.code().isBlank()
                ? Future.succeededFuture(false)
                : passkeys.has(person.account());
    }

    private Future<Outcome> secondStep(Attempt attempt, Person person, List<Subject> subjects) {
        return attempts.halfDone(subjects)
                .compose(counted -> renewed(attempt, person))
                .compose(renewed -> log.write(new Entry(What.PASSWORD_SHOWN, person.account(), attempt.address())))
                .map(new Outcome.SecondStepNeeded(person.account()));
    }

    /** Begins a session once the person has proved every factor, unless one of them was replaced meanwhile. */
    Future<Outcome> signedIn(
            What how, Person person, ClientAddress address, BrowserKind browser, List<Subject> subjects) {
        boolean mustEnrol = person.factor() == null && secondFactorFor.contains(person.role());
        return sessions.begin(person.account(), mustEnrol, browser, person.unchangedSince())
                .compose(session -> session.isEmpty()
                        ? refused(Optional.of(person), address, String.valueOf(person.signInName()))
                        : attempts.succeeded(subjects)
                                .compose(freed -> log.write(new Entry(how, person.account(), address)))
                                .map(new Outcome.SignedIn(session.get())));
    }

    private Future<Void> renewed(Attempt attempt, Person person) {
        String hash = String.valueOf(person.passwordHash());
        return !passwords.isOutdated(hash)
                ? Future.succeededFuture()
                : passwords.hash(attempt.password()).compose(newer -> people.renew(person.account(), hash, newer));
    }

    private Future<Outcome> refused(Optional<Person> person, Attempt attempt) {
        return refused(person, attempt.address(), attempt.signInName());
    }

    Future<Outcome> refused(Optional<Person> person, ClientAddress address, String signInName) {
        AccountId account = person.map(Person::account).orElse(null);
        return log.write(new Entry(What.SIGN_IN_REFUSED, account, address, signInName))
                .map(new Outcome.Refused());
    }

    Future<Outcome> lockedOut(Duration wait, ClientAddress address, String signInName) {
        return log.write(new Entry(What.LOCKED_OUT, null, address, signInName)).map(new Outcome.LockedOut(wait));
    }
}
