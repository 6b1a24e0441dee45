package lingdian.regulator;

import lingdian.identity.DocumentRules;
import lingdian.identity.RegistryStore;
import lingdian.identity.Vault;

/** What the registry's part of the API is made of. */
public record Registry(RegistryStore store, Vault vault, DocumentRules documents, RegistryLog log) {}
