import { Select, Textarea, TextInput } from "@mantine/core";
import { type UseFormReturnType, useForm } from "@mantine/form";
import { takesGrants } from "#access/vendors/sign-in";
import type { AddAccessPoint, FreshSecret } from "../../api/access-points/new-shapes.ts";
import type { Family } from "../../api/families/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { Dialog, DialogForm } from "../parts/dialog.tsx";
import { folded } from "../parts/folded.ts";
import { useLanguage } from "../phrases/language.tsx";
import { ChangeAddress } from "./change-address.tsx";
import { FamilyNote } from "./family-note.tsx";
import { KindSelect } from "./kind-select.tsx";
import { Origins } from "./origins.tsx";
import { useSiteChoices } from "./site-choices.ts";
import { useFamilies, useFamily } from "./use-families.ts";

type Values = {
  siteId: string | null;
  name: string;
  kind: AddAccessPoint["kind"];
  addresses: string;
  nasIdentifier: string;
  loginOrigins: string;
  coaAddress: string;
  coaPort: number;
};

const EMPTY: Values = {
  siteId: null,
  name: "",
  kind: "mikrotik",
  addresses: "",
  nasIdentifier: "",
  loginOrigins: "",
  coaAddress: "",
  coaPort: 3799,
};

const linesOf = (text: string): string[] => text.split(/[\s,]+/).filter((line) => line !== "");

const bodyOf = (values: Values): AddAccessPoint => ({
  siteId: Number(values.siteId),
  name: values.name.trim(),
  kind: values.kind,
  addresses: linesOf(values.addresses),
  nasIdentifier: values.nasIdentifier.trim() || null,
  loginOrigins: linesOf(values.loginOrigins),
  coaAddress: values.coaAddress.trim() || null,
  coaPort: values.coaPort,
});

type Part = { readonly form: UseFormReturnType<Values> };

/** Where changes are sent; nothing is asked where the family takes none. */
const Changes = ({ form, family }: Part & { readonly family: Family | undefined }) => {
  if (family?.coa.means === "none") return null;
  return <ChangeAddress address={form.getInputProps("coaAddress")} port={form.getInputProps("coaPort")} />;
};

/** The family, what it can be told, and what must be known because of it. */
const Kind = ({ form }: Part) => {
  const family = useFamily(form.values.kind);
  const choose = ({ kind, signIn, coa }: Family): void =>
    form.setValues({
      kind,
      coaPort: coa.port,
      ...(coa.means === "none" && { coaAddress: "" }),
      ...(!takesGrants(signIn) && { loginOrigins: "" }),
    });
  return (
    <>
      <KindSelect value={form.values.kind} onChange={choose} />
      {family && <FamilyNote family={family} />}
      {(!family || takesGrants(family.signIn)) && <Origins {...form.getInputProps("loginOrigins")} />}
      <Changes form={form} family={family} />
    </>
  );
};

type Given = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onFresh: (fresh: FreshSecret) => void;
};

const AddForm = ({ onClose, onFresh }: Omit<Given, "isOpen">) => {
  const { phrases } = useLanguage();
  const words = phrases.accessPoints;
  const sites = useSiteChoices();
  const needed = (value: string | null) => (value?.trim() ? null : phrases.plans.required);
  const families = useFamilies();
  const signsIn = (kind: Values["kind"]) => {
    const family = families.find((each) => each.kind === kind);
    return !family || takesGrants(family.signIn);
  };
  const form = useForm<Values>({
    initialValues: EMPTY,
    validate: {
      siteId: needed,
      name: needed,
      addresses: needed,
      loginOrigins: (origins, { kind }) => (signsIn(kind) ? needed(origins) : null),
    },
  });
  const add = useChange(
    (values: Values) => ask<FreshSecret>("POST", "/api/access-points", bodyOf(values)),
    [["access-points"], ["now"]],
  );
  const done = (fresh: FreshSecret): void => {
    onClose();
    onFresh(fresh);
  };
  return (
    <DialogForm
      act={words.add}
      isBusy={add.isPending}
      fault={add.error}
      onSubmit={form.onSubmit((values) => add.mutate(values, { onSuccess: done }))}
      onClose={onClose}
    >
      <Select
        label={words.site}
        data={sites}
        searchable
        limit={60}
        data-autofocus
        filter={folded}
        {...form.getInputProps("siteId")}
      />
      <TextInput label={words.name} maxLength={80} {...form.getInputProps("name")} />
      <Textarea
        label={words.addresses}
        description={words.addressesHint}
        autosize
        minRows={1}
        spellCheck={false}
        {...form.getInputProps("addresses")}
      />
      <TextInput
        label={words.nasIdentifier}
        description={words.nasIdentifierHint}
        spellCheck={false}
        maxLength={253}
        {...form.getInputProps("nasIdentifier")}
      />
      <Kind form={form} />
    </DialogForm>
  );
};

/** Adds an access point; its secret is made by the server and shown once. */
export const AddDialog = ({ isOpen, ...rest }: Given) => {
  const { phrases } = useLanguage();
  return (
    <Dialog isOpen={isOpen} onClose={rest.onClose} isWide title={phrases.accessPoints.add}>
      <AddForm {...rest} />
    </Dialog>
  );
};
