import { useLanguage } from "../phrases/language.tsx";
import { NewPasswordForm } from "./new-password-form.tsx";
import { Step } from "./step.tsx";

/** The one-time password gives way to one's own. */
export const NewPasswordStep = () => {
  const { signIn: words } = useLanguage().phrases;
  return (
    <Step title={words.newTitle} hint={words.newHint}>
      <NewPasswordForm />
    </Step>
  );
};
