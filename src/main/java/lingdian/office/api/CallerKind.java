package lingdian.office.api;

import io.vertx.core.json.JsonArray;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import lingdian.access.account.Account;
import lingdian.access.account.Role;

/**
 * The kinds of callers that may call an operation, as the OpenAPI document says in {@code x-lingdian-who}.
 *
 * <p>The document alone says who may, so that what is published, what is checked and what the tests try cannot differ.
 * A document with an operation that lacks it stops the start.
 */
public enum CallerKind {
    ADMIN(account -> account.role() == Role.ADMIN),
    AUDITOR(account -> account.role() == Role.AUDITOR),
    OPERATOR(account -> account.role() == Role.OPERATOR),
    /** A regulator of either authority. */
    REGULATOR(account -> account.role() == Role.REGULATOR),
    CULTURE(Account::isCulture),
    PUBLIC_SECURITY(Account::isPublicSecurity),
    /** A café's agent, which has a key and no account: the intake knows it. */
    AGENT(account -> false),
    ANYONE(account -> true);

    private static final String EXTENSION = "x-lingdian-who";
    private final Predicate<Account> isOne;

    CallerKind(Predicate<Account> isOne) {
        this.isOne = isOne;
    }

    /** Whether an account may call it. */
    static Predicate<Account> of(Operation operation) {
        List<CallerKind> any = read(operation);
        return account -> any.stream().anyMatch(who -> who.isOne.test(account));
    }

    /** Whether a kind of caller may call it. */
    static boolean mayCall(CallerKind who, Operation operation) {
        List<CallerKind> any = read(operation);
        return any.contains(who)
                || any.contains(ANYONE)
                || any.contains(REGULATOR) && (who == CULTURE || who == PUBLIC_SECURITY);
    }

    /** @throws IllegalStateException naming an operation of which the document does not say it */
    public static void requireStated(OpenAPIContract contract) {
        contract.operations().forEach(CallerKind::read);
    }

    private static List<CallerKind> read(Operation operation) {
        JsonArray words = operation.getOpenAPIModel().getJsonArray(EXTENSION, new JsonArray());
        if (words.isEmpty()) {
            throw new IllegalStateException("the OpenAPI document does not say in " + EXTENSION + " who may call "
                    + operation.getOperationId());
        }
        return words.stream().map(word -> of(word.toString())).toList();
    }

    private static CallerKind of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
