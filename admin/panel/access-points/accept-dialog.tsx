import { Checkbox, Select, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { GIVEN_SECRET } from "#access/nas/given-secret";
import type { FreshSecret } from "../../api/access-points/new-shapes.ts";
import type { Accept, WaitingRoom } from "../../api/waiting/shapes.ts";
import { ask } from "../ask/ask.ts";
import { useChange } from "../ask/queries.ts";
import { Dialog, DialogForm } from "../parts/dialog.tsx";
import { folded } from "../parts/folded.ts";
import { useLanguage } from "../phrases/language.tsx";
import { Origins } from "./origins.tsx";
import { useSiteChoices } from "./site-choices.ts";

type One = WaitingRoom["waiting"][number];

type Values = {
  siteId: string | null;
  name: string;
  kind: Accept["kind"];
  secret: string;
  loginOrigins: string;
  anywhere: boolean;
};

const bodyOf = ({ siteId, name, kind, secret, loginOrigins, anywhere }: Values): Accept => ({
  siteId: Number(siteId),
  name: name.trim(),
  kind,
  secret: secret.trim() || null,
  loginOrigins: loginOrigins.split(/[\s,]+/).filter((line) => line !== ""),
  anywhere,
});

type Given = {
  readonly one: One;
  readonly onClose: () => void;
  readonly onFresh: (fresh: FreshSecret) => void;
};

const AcceptForm = ({ one, onClose, onFresh }: Given) => {
  const { phrases } = useLanguage();
  const words = phrases.accessPoints;
  const needed = (value: string | null) => (value?.trim() ? null : phrases.plans.required);
  const fits = (value: string) =>
    value.trim() === "" || GIVEN_SECRET.test(value.trim()) ? null : phrases.waiting.secretWrong;
  const form = useForm<Values>({
    initialValues: {
      siteId: null,
      name: one.nasIdentifier,
      kind: "generic",
      secret: "",
      loginOrigins: "",
      anywhere: false,
    },
    validate: { siteId: needed, name: needed, secret: fits },
  });
  const accept = useChange(
    (values: Values) => ask<FreshSecret>("POST", `/api/waiting/${one.id}/accept`, bodyOf(values)),
    [["waiting"], ["access-points"], ["now"]],
  );
  const done = (fresh: FreshSecret): void => {
    onClose();
    onFresh(fresh);
  };
  return (
    <DialogForm
      act={phrases.waiting.accept}
      isBusy={accept.isPending}
      fault={accept.error}
      onSubmit={form.onSubmit((values) => accept.mutate(values, { onSuccess: done }))}
      onClose={onClose}
    >
      <Text fz="sm">{phrases.waiting.unproved}</Text>
      <Select
        label={words.site}
        searchable
        limit={60}
        filter={folded}
        data={useSiteChoices()}
        {...form.getInputProps("siteId")}
      />
      <TextInput label={words.name} maxLength={80} {...form.getInputProps("name")} />
      <Select
        label={words.kind}
        data={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))}
        allowDeselect={false}
        {...form.getInputProps("kind")}
      />
      <TextInput
        label={words.secret}
        description={phrases.waiting.secretHint}
        spellCheck={false}
        autoComplete="off"
        {...form.getInputProps("secret")}
      />
      <Origins {...form.getInputProps("loginOrigins")} />
      <Checkbox label={phrases.waiting.anywhere} {...form.getInputProps("anywhere", { type: "checkbox" })} />
    </DialogForm>
  );
};

/** Registers somebody who waits, with a site, a kind and the secret it has. */
export const AcceptDialog = ({ one, ...rest }: Omit<Given, "one"> & { readonly one: One | null }) => {
  const { phrases } = useLanguage();
  return (
    <Dialog isOpen={one !== null} onClose={rest.onClose} isWide title={phrases.waiting.accept}>
      {one && <AcceptForm one={one} {...rest} />}
    </Dialog>
  );
};
