package lingdian.vault.registry;

import java.util.List;
import lingdian.domain.document.Document;
import lingdian.domain.document.NamedToken;
import lingdian.domain.document.PersonToken;
import lingdian.domain.document.PersonTokens;
import lingdian.vault.seal.SealedRef;
import lingdian.vault.seal.Vault;
import lingdian.vault.seal.VaultException;

/**
 * A person as the registry stores it: complete, and unreadable without the key ring.
 *
 * <p>Created before any statement is sent, because sealing takes longer than storing.
 *
 * @param others the person under the other keys of the ring, with which an older entry may be stored
 * @param tokenVersion of the key that made the token and the name's hash
 */
public record SealedRegistration(
        PersonToken token, List<NamedToken> others, int tokenVersion, byte[] nameHash, byte[] ciphertext) {
    private static final String DOCUMENT = "registry";
    private static final String REASON = "registry-reason";

    /** Seals a document for the registry. */
    public static SealedRegistration of(Vault vault, Document document) {
        List<NamedToken> person = vault.names(document.type(), document.number(), document.name());
        NamedToken first = person.getFirst();
        return new SealedRegistration(
                first.token(),
                person.subList(1, person.size()),
                first.version(),
                first.nameHash(),
                sealDocument(vault, first.token(), document));
    }

    /** The tokens under which its entry may be stored. */
    public PersonTokens person() {
        return new PersonTokens(token, others.stream().map(NamedToken::token).toList());
    }

    static byte[] sealDocument(Vault vault, PersonToken token, Document document) {
        return vault.sealDocument(document, ref(token, DOCUMENT));
    }

    /** @throws VaultException if it cannot be opened */
    static Document document(Vault vault, PersonToken token, byte[] ciphertext) throws VaultException {
        return vault.unsealCard(ciphertext, ref(token, DOCUMENT));
    }

    static byte[] sealReason(Vault vault, PersonToken token, String reason) {
        return vault.seal(reason, ref(token, REASON));
    }

    /** @throws VaultException if it cannot be opened */
    static String reason(Vault vault, PersonToken token, byte[] ciphertext) throws VaultException {
        return vault.unseal(ciphertext, ref(token, REASON));
    }

    /** Bound to the person: a ciphertext that is moved to another entry cannot be opened. */
    private static SealedRef ref(PersonToken token, String kind) {
        return new SealedRef("", token.value(), 0, kind);
    }

    @Override
    public String toString() {
        return "SealedRegistration"; // its parts link a person's appearances
    }
}
