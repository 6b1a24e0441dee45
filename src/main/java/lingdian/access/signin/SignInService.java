package lingdian.access.signin;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import lingdian.domain.AccountId;
import lingdian.platform.database.DatabaseClock;
import lingdian.platform.database.QueryPool;
import lingdian.platform.http.ClientAddress;
import lingdian.platform.http.OpenDoor;
import lingdian.platform.secret.Tokens;
import lingdian.platform.settings.SignInSettings;
import lingdian.platform.work.Job;
import lingdian.platform.work.Periodic;
import lingdian.vault.seal.Vault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sign-in of people: its pages and sessions, and the administrators' operations on them. */
public final class SignInService implements Job {
    private static final Logger LOG = LoggerFactory.getLogger(SignInService.class);
    /** The page after a sign-in without a requested page: the console shows what the person may see. */
    private static final String HOME = "/";

    private static final long SWEEP_MILLIS = 600_000;

    private final Periodic sweeps;
    private final SignInSettings settings;
    private final InstantSource clock;
    private final Tokens tokens;
    private final Sessions sessions;
    private final DeviceCookie device;
    private final SignIn signIn;
    private final SignInSessionStore sessionStore;
    private final PeopleStore people;
    private final Passwords passwords;
    private final SignInLog log;
    private final AttemptStore attempts;
    private final KnownDeviceStore devices;
    private final SignInPages signInPages;
    private final PasswordPages passwordPages;
    private final FactorPages factorPages;
    private final AccountPages accountPages;
    private final PasskeyPages passkeyPages;
    private final PasskeyStore passkeyStore;
    private final ProviderVisitStore providerVisits;
    private final @Nullable ProviderPages providerPages;

    /**
     * The objects that {@link SignInService} is built from.
     *
     * @param clocks nothing is swept unless this machine's agrees with the database's
     * @param random a cryptographically strong source
     * @param providerAccounts used if the settings name a provider
     * @param providerSecret of this service at the provider; null if it has none
     * @param limitReached receives the name of a limit that was reached, for the meters
     */
    public record Parts(
            Vertx vertx,
            QueryPool pool,
            DatabaseClock clocks,
            Vault vault,
            InstantSource clock,
            RandomGenerator random,
            SignInSettings settings,
            SignInLog log,
            ProviderAccounts providerAccounts,
            @Nullable String providerSecret,
            Consumer<String> limitReached) {}

    public SignInService(Parts parts) {
        Vertx vertx = parts.vertx();
        settings = parts.settings();
        clock = parts.clock();
        tokens = new Tokens(parts.random());
        var origin = new RequestOrigin(settings.publicUrl(), settings.forwardedAddresses());
        sessionStore = new SignInSessionStore(parts.pool(), tokens, clock, settings.sessions());
        sessions = new Sessions(sessionStore, origin);
        devices = new KnownDeviceStore(parts.pool(), clock);
        people = new PeopleStore(parts.pool(), clock, sessionStore, devices);
        attempts = new AttemptStore(
                parts.pool(),
                parts.vault(),
                clock,
                settings.lockOut(),
                () -> parts.limitReached().accept("lock-out"));
        log = parts.log();
        passwords = new Passwords(
                vertx,
                parts.random(),
                settings.hashing(),
                () -> parts.limitReached().accept("passwords"));
        var factor = new SecondFactor(people, parts.vault(), parts.random(), clock);
        passkeyStore = new PasskeyStore(parts.pool(), clock, sessionStore);
        Passkeys passkeys = PasskeyOrigin.of(settings.publicUrl())
                .map(at -> new Passkeys(vertx, passkeyStore, at, tokens))
                .orElse(null);
        var pace = new PasswordPace(vertx, clock, () -> parts.limitReached().accept("passwords"));
        var door = new OpenDoor(parts.limitReached());
        signIn = new SignIn(
                people,
                passwords,
                pace,
                factor,
                attempts,
                door,
                devices,
                sessionStore,
                parts.log(),
                settings,
                passkeys);
        device = new DeviceCookie(tokens, origin);
        var forms = new Forms(
                sessions, sessionStore, new Visit(tokens, origin), device, devices, origin, parts.log(), door);
        var provider = settings.provider();
        SecondStepForm secondStep = passkeys == null
                ? null
                : new SecondStepForm(passkeys, new SecondStep(people, factor, passkeys, signIn, parts.log()), forms);
        signInPages = new SignInPages(signIn, secondStep, forms, provider == null ? null : provider.name(), HOME);
        providerVisits = new ProviderVisitStore(parts.pool(), parts.vault(), clock);
        providerPages = provider == null ? null : providerPages(parts, provider, signIn, origin, forms);
        passwordPages =
                new PasswordPages(people, passwords, new PasswordRules(settings.passwordCharacters()), signIn, forms);
        factorPages = new FactorPages(people, factor, sessionStore, signIn, forms);
        accountPages = new AccountPages(people, sessionStore, signIn, clock, forms);
        passkeyPages = new PasskeyPages(people, passkeys, sessionStore, signIn, clock, forms);
        DatabaseClock clocks = parts.clocks();
        sweeps = new Periodic(
                vertx,
                "expired sign-ins",
                () -> clocks.agreed().compose(agreed -> sweep()).otherwise(SignInService::postpone));
    }

    private ProviderPages providerPages(
            Parts parts, SignInSettings.Provider provider, SignIn signIn, RequestOrigin origin, Forms forms) {
        String publicUrl = Objects.requireNonNull(settings.publicUrl(), "required with a provider");
        return new ProviderPages(
                provider,
                new Provider(parts.vertx(), provider, parts.providerSecret(), publicUrl, clock),
                providerVisits,
                new ProviderVisitLimit(clock, () -> parts.limitReached().accept("provider-visits")),
                parts.providerAccounts(),
                signIn,
                tokens,
                origin,
                forms,
                HOME);
    }

    /** A link that sets the account's password, once, for any person who opens it. */
    public record Invitation(String path, Instant expiresAt) {
        @Override
        public String toString() {
            return "Invitation[" + expiresAt + "]"; // its path is a secret
        }
    }

    /** The identity provider's name for itself; empty if there is none. */
    public Optional<String> issuer() {
        return Optional.ofNullable(settings.provider()).map(SignInSettings.Provider::issuer);
    }

    /** Where browsers reach the service; empty if that is not configured. */
    public Optional<String> publicUrl() {
        return Optional.ofNullable(settings.publicUrl());
    }

    /** The address of a client, as far as it can be known; from a trusted proxy if one is configured. */
    public ClientAddress address(HttpServerRequest request) {
        return sessions.address(request);
    }

    public Sessions sessions() {
        return sessions;
    }

    /** Adds the pages. */
    public void mountOn(Router router) {
        router.route(SignInPages.PATH + "*").handler(routing -> {
            SignInPage.darken(routing, Theme.of(routing, clock.instant()));
            routing.next();
        });
        signInPages.mountOn(router);
        passwordPages.mountOn(router);
        factorPages.mountOn(router);
        accountPages.mountOn(router);
        passkeyPages.mountOn(router);
        if (providerPages != null) {
            providerPages.mountOn(router);
        }
    }

    /**
     * Invites the person of an account to set a password and cancels earlier invitations; empty if the account has no
     * sign-in name.
     */
    public Future<Optional<Invitation>> invite(AccountId account) {
        return invite((token, lasts) -> people.invite(account, token, lasts));
    }

    /** The same, if the person never had a way in; otherwise empty, and nothing is cancelled. */
    public Future<Optional<Invitation>> inviteNewcomer(AccountId account) {
        return invite((token, lasts) -> people.inviteNewcomer(account, token, lasts));
    }

    private Future<Optional<Invitation>> invite(BiFunction<String, Duration, Future<Boolean>> store) {
        String token = tokens.next();
        Duration lasts = Duration.ofHours(settings.invitationHours());
        var invitation = new Invitation(
                PasswordPages.INVITATION + "?token=" + token, clock.instant().plus(lasts));
        return store.apply(token, lasts).map(made -> made ? Optional.of(invitation) : Optional.empty());
    }

    /** Sets an account's password and logs it: for a program that creates accounts for its own machine only. */
    public Future<Void> setPassword(AccountId account, String password) {
        return passwords
                .hash(password)
                .compose(hash -> people.setPassword(account, hash, null))
                .compose(set -> log.write(
                        new SignInLog.Entry(SignInLog.What.PASSWORD_SET, account, ClientAddress.of("127.0.0.1"))));
    }

    /** Whether the account's person signs in by a password, not by the identity provider. */
    public Future<Boolean> hasPassword(AccountId account) {
        return people.of(account).map(person -> person.map(Person::passwordHash).isPresent());
    }

    /**
     * Whether the person of a session knows the account's password, so that whoever found the session open does nothing that lasts
     * beyond it; true where the account has none. Counted like an attempt to sign in.
     *
     * @param browser its request
     */
    public Future<Boolean> knowsPassword(AccountId account, String typed, HttpServerRequest browser) {
        return people.of(account)
                .compose(found -> found.map(person -> knowsPassword(person, typed, browser))
                        .orElse(Future.succeededFuture(false)));
    }

    private Future<Boolean> knowsPassword(Person person, String typed, HttpServerRequest browser) {
        return person.passwordHash() == null
                ? Future.succeededFuture(true)
                : signIn.knowsPassword(person, typed, sessions.address(browser), device.of(browser));
    }

    /** Whether an account has a second factor, even one that no code has confirmed yet. */
    public Future<Boolean> hasSecondFactor(AccountId account) {
        return people.hasFactor(account);
    }

    /** Removes an account's second factor with its passkeys, and ends its sessions; false if it has none. */
    public Future<Boolean> resetSecondFactor(AccountId account) {
        return people.dropFactor(account);
    }

    /** Deletes expired rows periodically. Every node may do so. */
    @Override
    public void start() {
        sweeps.start(SWEEP_MILLIS);
    }

    @Override
    public void stop() {
        sweeps.stop();
    }

    /** Deletes expired rows now. Never fails: errors are retried by the next sweep. */
    @Override
    public Future<Void> runNow() {
        return sweeps.now();
    }

    /** Call it after {@link #stop}. Requests to sign in are not answered any more. */
    public void close() {
        passwords.close();
    }

    private static @Nullable Void postpone(Throwable failure) {
        LOG.warn("expired sign-in data was not deleted: {}", String.valueOf(failure));
        return null;
    }

    Future<Void> sweep() {
        return Future.join(List.of(
                        sessionStore.sweep(),
                        people.sweep(),
                        attempts.sweep(),
                        devices.sweep(),
                        providerVisits.sweep(),
                        passkeyStore.sweep()))
                .mapEmpty();
    }
}
