package lingdian.vault.seal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.crypto.tink.prf.HmacPrfKey;
import com.google.crypto.tink.prf.HmacPrfParameters;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * AES-256-GCM and HMAC-SHA-256 by Tink, in Tink's own keyset format, so that its tools can read a ring too; Ed25519 as
 * a seed, which other programs can use as well.
 */
@AccessesPartialKey
final class KeyRingInternational implements KeyRingSuite {
    private static final int KEY_BYTES = 32;
    private static final HmacPrfParameters HMAC = PredefinedPrfParameters.HMAC_SHA256_PRF;
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        try {
            AeadConfig.register();
            PrfConfig.register();
        } catch (GeneralSecurityException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    @Override
    public String kind(KeyUse use) {
        return switch (use) {
            case SEALING -> "AES-256-GCM keys";
            case SIGNING -> "Ed25519 keys";
            case PERSON_TOKENS, CONTENT_MACS, PERSON_REFS -> "HMAC-SHA-256 keys of 256 bits";
        };
    }

    @Override
    public int keyBytes(KeyUse use) {
        return KEY_BYTES;
    }

    @Override
    public Aead aead(int number, SecretBytes key) throws GeneralSecurityException {
        return single(KeyUse.SEALING, number, key).getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    @Override
    public Prf prf(int number, SecretBytes key) throws GeneralSecurityException {
        PrfSet set = single(KeyUse.PERSON_TOKENS, number, key).getPrimitive(RegistryConfiguration.get(), PrfSet.class);
        Prf prf = set.getPrfs().get(number);
        if (prf == null) {
            throw new GeneralSecurityException("a keyset lost its only key");
        }
        return prf;
    }

    @Override
    public VaultSigner signer(int number, SecretBytes key) {
        return VaultSigner.ed25519(number, key);
    }

    @Override
    public JsonNode write(KeyUse use, KeyRingKeys keys) throws GeneralSecurityException {
        if (use == KeyUse.SIGNING) {
            return KeyRingOutline.write(keys);
        }
        String json = TinkJsonProtoKeysetFormat.serializeKeyset(keyset(use, keys), InsecureSecretKeyAccess.get());
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException impossible) {
            throw new GeneralSecurityException("Tink wrote no JSON");
        }
    }

    @Override
    public KeyRingKeys read(KeyUse use, JsonNode json) throws GeneralSecurityException {
        if (use == KeyUse.SIGNING) {
            return KeyRingOutline.read(KEY_BYTES, json);
        }
        KeysetHandle keyset = TinkJsonProtoKeysetFormat.parseKeyset(json.toString(), InsecureSecretKeyAccess.get());
        var keys = new LinkedHashMap<Integer, SecretBytes>();
        for (int i = 0; i < keyset.size(); i++) {
            KeysetHandle.Entry entry = keyset.getAt(i);
            if (entry.getStatus() != KeyStatus.ENABLED) {
                throw new GeneralSecurityException("a key that is not enabled");
            }
            keys.put(entry.getId(), bytes(use, entry.getKey()));
        }
        return KeyRingKeys.of(keyset.getPrimary().getId(), keys);
    }

    private static SecretBytes bytes(KeyUse use, Key key) throws GeneralSecurityException {
        if (use == KeyUse.SEALING
                && key instanceof AesGcmKey sealing
                && sealing.getParameters().equals(PredefinedAeadParameters.AES256_GCM)) {
            return sealing.getKeyBytes();
        }
        if (use != KeyUse.SEALING
                && key instanceof HmacPrfKey hashing
                && hashing.getParameters().equals(HMAC)) {
            return hashing.getKeyBytes();
        }
        throw new GeneralSecurityException("a key of another kind");
    }

    private static KeysetHandle single(KeyUse use, int number, SecretBytes key) throws GeneralSecurityException {
        return keyset(use, KeyRingKeys.single(number, key));
    }

    private static KeysetHandle keyset(KeyUse use, KeyRingKeys keys) throws GeneralSecurityException {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder();
        for (Map.Entry<Integer, SecretBytes> one : keys.byNumber().entrySet()) {
            int number = one.getKey();
            var entry = KeysetHandle.importKey(key(use, number, one.getValue())).withFixedId(number);
            builder.addEntry(number == keys.primary() ? entry.makePrimary() : entry);
        }
        return builder.build();
    }

    private static Key key(KeyUse use, int number, SecretBytes bytes) throws GeneralSecurityException {
        return use == KeyUse.SEALING
                ? AesGcmKey.builder()
                        .setParameters(PredefinedAeadParameters.AES256_GCM)
                        .setKeyBytes(bytes)
                        .setIdRequirement(number)
                        .build()
                : HmacPrfKey.builder().setParameters(HMAC).setKeyBytes(bytes).build();
    }
}
