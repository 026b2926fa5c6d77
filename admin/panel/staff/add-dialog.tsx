import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { AddStaff, OneTime } from "../../api/roster/shapes.ts";
import { Dialog, DialogForm } from "../parts/dialog.tsx";
import { useLanguage } from "../phrases/language.tsx";
import { RoleChoice } from "./role-choice.tsx";
import { useAddStaff } from "./use-roster.ts";

type Given = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onFresh: (fresh: OneTime) => void;
};

const AddForm = ({ onClose, onFresh }: Omit<Given, "isOpen">) => {
  const { phrases } = useLanguage();
  const words = phrases.staff;
  const needed = (value: string) => (value.trim() === "" ? phrases.plans.required : null);
  const form = useForm<AddStaff>({
    initialValues: { login: "", name: "", role: "desk" },
    validate: { login: needed, name: needed },
  });
  const add = useAddStaff();
  const done = (fresh: OneTime): void => {
    onClose();
    onFresh(fresh);
  };
  const submit = form.onSubmit(({ login, name, role }) =>
    add.mutate({ login: login.trim(), name: name.trim(), role }, { onSuccess: done }),
  );
  return (
    <DialogForm act={words.add} isBusy={add.isPending} fault={add.error} onSubmit={submit} onClose={onClose}>
      <TextInput
        label={words.login}
        description={words.loginHint}
        maxLength={40}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="none"
        data-autofocus
        {...form.getInputProps("login")}
      />
      <TextInput label={words.name} maxLength={80} autoComplete="off" {...form.getInputProps("name")} />
      <RoleChoice value={form.values.role} onChange={(role) => form.setFieldValue("role", role)} />
    </DialogForm>
  );
};

/** Adds a member of staff; the one-time password is made by the server and shown once. */
export const AddStaffDialog = ({ isOpen, ...rest }: Given) => {
  const { phrases } = useLanguage();
  return (
    <Dialog isOpen={isOpen} onClose={rest.onClose} title={phrases.staff.add}>
      <AddForm {...rest} />
    </Dialog>
  );
};
